import type { Json } from '../scim/json.ts';

export interface ParsedJson {
  /** Absent when the text is not JSON. */
  readonly value?: Json;
  /** Why the text is not JSON, and where. */
  readonly problem?: string;
  /** JSON pointers of the keys that stand twice (exactly) in one object. */
  readonly duplicateKeys: readonly string[];
}

export const parseJson = (text: string): ParsedJson => {
  try {
    return { value: JSON.parse(text) as Json, duplicateKeys: [] };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), duplicateKeys: [] };
  }
};
