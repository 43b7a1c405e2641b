import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';

/** Starts another file of this folder in a process of its own, as it is: compiled or not. */
export const start = (name: string, ...words: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, `${name}${extname(import.meta.filename)}`), words);

/** What a child says first. Rejects when it ends without a word. */
export const firstWord = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code} before it said anything`)));
  });
