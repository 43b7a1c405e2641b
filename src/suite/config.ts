/** YAML files that are no suites: the config file and the baseline. */
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import type { Json } from '../scim/json.ts';
import { collectProblems, type Diagnostic } from './diagnostics.ts';
import { readDocument } from './document.ts';
import { checkShape } from './shape.ts';
import { sourceFile, toJson } from './source.ts';

const SUITES = join(import.meta.dirname, '../../suites');

export interface YamlFile {
  /** How diagnostics call the file: its path seen from the working directory. */
  readonly name: string;
  readonly text: string;
  /** Absent when the file cannot be read as YAML. With errors among the diagnostics it should not be used. */
  readonly value?: Json;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a YAML file and checks it against one of the schemas we ship (`config.schema.json`), when one is named.
 * Never throws for what is in the file; throws as node:fs does when it cannot be read.
 */
export const readYamlFile = async (path: string, schema?: string): Promise<YamlFile> => {
  const text = await readFile(path, 'utf8');
  const name = relative(process.cwd(), resolve(path)) || path;
  const problems = collectProblems();
  const source = readDocument(sourceFile(name, text), problems);
  if (source !== undefined && schema !== undefined) {
    const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false });
    const definition = JSON.parse(await readFile(join(SUITES, schema), 'utf8')) as AnySchemaObject;
    checkShape(source, ajv.compile(definition), problems);
  }
  return { name, text, diagnostics: problems.list, ...(source !== undefined && { value: toJson(source) }) };
};
