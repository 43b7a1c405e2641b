/** Files that only exist in a test. */
import type { TextFile } from './file.ts';

export async function* inChunks<T>(chunks: Iterable<T>): AsyncGenerator<T> {
  for (const chunk of chunks) yield chunk;
}

/** The text in pieces of some characters. */
export const piecesOf = (text: string, size: number): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));

export const textFile = (text: string, pieceSize = 64 * 1024, rest: Partial<TextFile> = {}): TextFile => ({
  name: 'people.csv',
  encoding: 'utf-8',
  damaged: false,
  warnings: [],
  sample: text.slice(0, 64 * 1024),
  text: () => inChunks(piecesOf(text, pieceSize)),
  ...rest,
});

export const collect = async <T>(entries: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
};
