/** Files of text on this machine, opened with what can be known about them before they are read. */
import { open, stat } from 'node:fs/promises';
import {
  decode,
  ENCODING_NAMES,
  type Encoding,
  encodingOf,
  isUtf8Throughout,
  readFirstBytes,
  surveyUtf8,
} from './encoding.ts';
import { DirectoryProblem } from './problem.ts';
import type { Warning } from './record.ts';

export interface TextFile {
  /** As the user named it. */
  readonly name: string;
  readonly encoding: Encoding;
  /** Some of its bytes are, or may be, no characters in its encoding: they come out as U+FFFD. */
  readonly damaged: boolean;
  readonly warnings: readonly Warning[];
  /** The beginning: a whole number of characters, all of the file when it is short. */
  readonly sample: string;
  /** Reads it from the beginning, each time it is called. */
  text(): AsyncIterable<string>;
}

const CHUNK_BYTES = 256 * 1024;
const SAMPLE_BYTES = 64 * 1024;

const PERMISSIONS = 'Change its permissions, or run as somebody who has them.';

const EXPLANATIONS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOENT: ['there is no such file', 'Check the path; relative ones start in the working directory.'],
  ENOTDIR: ['there is no such file', 'A part of the path is a file and not a folder.'],
  EACCES: ['there is no permission to read it', PERMISSIONS],
  EPERM: ['there is no permission to read it', PERMISSIONS],
  EISDIR: ['it is a folder, not a file', 'Give one file each for people, groups and memberships.'],
  ELOOP: ['it is a link that leads to itself', 'Give the path of the file itself.'],
  ENAMETOOLONG: ['the path is too long', 'Check the path.'],
  EMFILE: ['too many files are open', 'Raise the limit with `ulimit -n`.'],
};

/** Where writing has other reasons than reading. */
const WRITING: typeof EXPLANATIONS = {
  ENOENT: ['there is no such folder', 'Make the folder first.'],
  EACCES: ['there is no permission to write it', PERMISSIONS],
  EPERM: ['there is no permission to write it', PERMISSIONS],
  EISDIR: ['it is a folder', 'Give the path of a file.'],
  ENOSPC: ['the disk is full', 'Make room, or write somewhere else.'],
  EROFS: ['the file system is read-only', 'Write somewhere else.'],
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const explain = (name: string, code: string, purpose: 'read' | 'write'): DirectoryProblem => {
  const written = purpose === 'write' ? WRITING[code] : undefined;
  const unknown = [`it cannot be ${purpose === 'read' ? 'read' : 'written'} (${code})`, undefined] as const;
  const [what, hint] = written ?? EXPLANATIONS[code] ?? unknown;
  return new DirectoryProblem(what, { file: name, hint });
};

/** What the operating system said, in words. Errors that are not from it are returned as they are. */
export const fileProblem = (name: string, error: unknown, purpose: 'read' | 'write' = 'read'): unknown => {
  const code = codeOf(error);
  return code === '' ? error : explain(name, code, purpose);
};

/**
 * The bytes of a file in chunks, each of which is only good until the next one is asked for: there is one buffer, so that
 * reading leaves nothing for the garbage collector to come round to. Throws DirectoryProblem.
 */
async function* readBytes(name: string): AsyncGenerator<Uint8Array> {
  const explained = async <T>(step: Promise<T>): Promise<T> =>
    step.catch((error: unknown) => {
      throw fileProblem(name, error);
    });
  const file = await explained(open(name));
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await explained(file.read(buffer, 0, buffer.length, null));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const readBeginning = async (name: string): Promise<Uint8Array> => {
  if (name === '') throw new DirectoryProblem('the name of a file is empty', { hint: 'Give the path of a file.' });
  try {
    const status = await stat(name);
    if (status.isDirectory()) throw explain(name, 'EISDIR', 'read');
    if (!status.isFile()) {
      const hint = 'It is read several times, so a pipe will not do: write it to a file first.';
      throw new DirectoryProblem('it is no regular file', { file: name, hint });
    }
    const file = await open(name);
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(SAMPLE_BYTES), position: 0 });
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileProblem(name, error);
  }
};

interface Decision {
  readonly encoding: Encoding;
  readonly damaged: boolean;
  readonly warnings: readonly Warning[];
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Reads the whole file once, when it has no byte order mark of UTF-16, to see whether it is UTF-8. */
const decide = async (name: string, beginning: Uint8Array): Promise<Decision> => {
  const first = readFirstBytes(beginning);
  if (first.type === 'no-text') throw new DirectoryProblem(`this is ${first.what}`, { file: name, hint: first.hint });
  const marked = first.type === 'encoding' ? first.encoding : undefined;
  // Whether UTF-16 is whole has not been looked at; U+FFFD in it is taken for damage.
  if (marked !== undefined && marked !== 'utf-8') return { encoding: marked, damaged: true, warnings: [] };
  if (await isUtf8Throughout(readBytes(name))) return { encoding: 'utf-8', damaged: false, warnings: [] };
  const survey = await surveyUtf8(readBytes(name));
  const encoding = marked ?? encodingOf(survey);
  const where = { file: name, line: survey.line };
  if (encoding === 'utf-8') {
    const message = `${plural(survey.bad, 'place')} in this file, the first in this line, ${survey.bad === 1 ? 'is' : 'are'} not UTF-8`;
    return { encoding, damaged: true, warnings: [{ message, at: where, hint: 'Rows with such places are rejected.' }] };
  }
  const message = `this line is not UTF-8; the file is read as ${ENCODING_NAMES[encoding]}`;
  const hint = 'If names look wrong, save it as UTF-8.';
  return { encoding, damaged: false, warnings: [{ message, at: where, hint }] };
};

/** Finds out how to read a file. Throws DirectoryProblem when it cannot be read or is no text. */
export const openTextFile = async (name: string): Promise<TextFile> => {
  const beginning = await readBeginning(name);
  const decision = await decide(name, beginning);
  const sample = new TextDecoder(decision.encoding).decode(beginning, { stream: true });
  return { name, ...decision, sample, text: () => decode(readBytes(name), decision.encoding) };
};
