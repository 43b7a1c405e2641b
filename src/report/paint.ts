import { Chalk } from 'chalk';

/** The few ways in which reports use colour; without colour every one of them returns its text unchanged. */
export interface Paint {
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly doubtful: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly command: (text: string) => string;
}

export const createPaint = (colour: boolean): Paint => {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  return {
    bad: (text) => chalk.red(text),
    good: (text) => chalk.green(text),
    doubtful: (text) => chalk.yellow(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    command: (text) => chalk.cyan(text),
  };
};
