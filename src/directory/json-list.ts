/** The elements of the lists in a JSON file, one after the other, however long the file is. */
import { LONGEST } from './csv-row.ts';
import type { Item } from './json-items.ts';
import { DirectoryProblem, quoted } from './problem.ts';

/** An element of the list that is the whole file, or of the list that is the member `section` of the file's object. */
export interface Element extends Item {
  readonly section?: string;
}

/** Where the reading stands. */
interface Progress {
  /** Brackets and braces that are open. */
  depth: number;
  /** The depth at which elements are: 1 in a list, 2 in a list in an object; undefined until the first bracket. */
  listDepth: 1 | 2 | undefined;
  /** The list that is being read, when it is one of several. */
  section: string | undefined;
  inString: boolean;
  escaped: boolean;
  line: number;
  /** What has been read of the current element, or of the member in which the current list is. */
  text: string;
  /** The line in which it begins; undefined as long as only spaces have been read of it. */
  startedAt: number | undefined;
  ended: boolean;
}

/**
 * Splits `[…]` or `{"people": […], "groups": […]}` into the texts of its elements, in batches. Whether an element is JSON is
 * not asked here; only its end is looked for. An element of more than `LONGEST` characters is cut to one more than that.
 * `onSection` is told the name of every list in the object, of empty ones too.
 * Throws DirectoryProblem when the file is neither, ends too early, or goes on after its end.
 */
export async function* splitElements(
  chunks: AsyncIterable<string>,
  file: string,
  onSection?: (name: string) => void,
): AsyncGenerator<readonly Element[]> {
  const progress: Progress = {
    depth: 0,
    listDepth: undefined,
    section: undefined,
    inString: false,
    escaped: false,
    line: 1,
    text: '',
    startedAt: undefined,
    ended: false,
  };
  for await (const chunk of chunks) {
    const elements: Element[] = [];
    walk(chunk, progress, elements, { file, onSection });
    if (elements.length > 0) yield elements;
  }
  if (progress.ended) return;
  if (progress.depth === 0) throw new DirectoryProblem('the file is empty', { file, hint: WHAT_IT_HOLDS });
  throw new DirectoryProblem('the file ends before its list does; what begins here is the last of it', {
    at: { file, line: progress.startedAt ?? progress.line },
    hint: 'Is it complete? A list begins with [ and ends with ].',
  });
}

const WHAT_IT_HOLDS =
  'A JSON file holds a list of records, or an object with the lists "people", "groups" and "memberships".';

interface Context {
  readonly file: string;
  readonly onSection: ((name: string) => void) | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isSpace = (code: number): boolean => code === 0x20 || code === NEWLINE || code === 0x0d || code === 0x09;

const walk = (chunk: string, progress: Progress, elements: Element[], context: Context): void => {
  /** What has not been taken over into `progress.text` begins here. */
  let from = 0;
  const finish = (at: number): void => {
    keep(chunk.slice(from, at), progress);
    finishElement(progress, elements);
    from = at + 1;
  };
  for (let at = 0; at < chunk.length; at++) {
    if (progress.inString) {
      at = skipString(chunk, at, progress);
      continue;
    }
    const code = chunk.charCodeAt(at);
    if (isSpace(code)) {
      if (code === NEWLINE) progress.line++;
    } else if (progress.depth === 0) {
      begin(chunk[at] ?? '', progress, context.file);
      from = at + 1;
    } else if (code === OPEN_LIST && progress.depth === 1 && progress.listDepth === 2) {
      keep(chunk.slice(from, at), progress);
      enterSection(progress, context);
      from = at + 1;
    } else if (progress.depth <= (progress.listDepth ?? 1) && (code === COMMA || isEnd(code))) {
      finish(at);
      if (code !== COMMA) leave(progress);
    } else {
      progress.startedAt ??= progress.line;
      if (code === QUOTE) progress.inString = true;
      else if (code === OPEN_OBJECT || code === OPEN_LIST) progress.depth++;
      else if (isEnd(code)) progress.depth--;
    }
  }
  keep(chunk.slice(from), progress);
};

const isEnd = (code: number): boolean => code === CLOSE_LIST || code === CLOSE_OBJECT;

/** From inside a string to the quote that ends it, or to the end of the chunk. */
const skipString = (chunk: string, from: number, progress: Progress): number => {
  let at = from;
  for (; at < chunk.length; at++) {
    const code = chunk.charCodeAt(at);
    if (code === NEWLINE) progress.line++;
    if (progress.escaped) progress.escaped = false;
    else if (code === BACKSLASH) progress.escaped = true;
    else if (code === QUOTE) {
      progress.inString = false;
      return at;
    }
  }
  return at;
};

const keep = (text: string, progress: Progress): void => {
  if (progress.text.length > LONGEST) return;
  progress.text += text;
  if (progress.text.length > LONGEST) progress.text = progress.text.slice(0, LONGEST + 1);
};

const finishElement = (progress: Progress, elements: Element[]): void => {
  const { startedAt, text, section, depth, listDepth } = progress;
  const inList = depth === listDepth && (depth === 1 || section !== undefined);
  if (startedAt !== undefined && inList) {
    elements.push({ text: text.trim(), line: startedAt, ...(section !== undefined && { section }) });
  }
  progress.text = '';
  progress.startedAt = undefined;
};

const begin = (sign: string, progress: Progress, file: string): void => {
  const at = { file, line: progress.line };
  if (progress.ended) {
    throw new DirectoryProblem('there is more after the end of the JSON text', {
      at,
      hint: 'One file holds one list. With one object per line it is NDJSON: give it that format.',
    });
  }
  if (sign !== '[' && sign !== '{') {
    throw new DirectoryProblem(`a JSON file must begin with [ or {, and not with ${quoted(sign)}`, {
      at,
      hint: WHAT_IT_HOLDS,
    });
  }
  progress.listDepth = sign === '[' ? 1 : 2;
  progress.depth = 1;
};

/** The name of a member and its colon, as far as a bracket that follows them. */
const MEMBER = /^\s*"((?:[^"\\]|\\.)*)"\s*:\s*$/u;

const enterSection = (progress: Progress, { file, onSection }: Context): void => {
  const name = MEMBER.exec(progress.text)?.[1];
  if (name === undefined) {
    throw new DirectoryProblem('a list stands where the name of a member should be', {
      at: { file, line: progress.line },
      hint: 'Is this JSON?',
    });
  }
  progress.section = name;
  onSection?.(name);
  progress.depth = 2;
  progress.text = '';
  progress.startedAt = undefined;
};

const leave = (progress: Progress): void => {
  progress.depth--;
  if (progress.depth === 0) progress.ended = true;
  else progress.section = undefined;
};
