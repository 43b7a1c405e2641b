/** Durations, rates and numbers as people write them. Each throws a UsageProblem that names where the text stood. */
import { UsageProblem } from './problem.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `500ms`, `5s`, `2m`, `0` → milliseconds. */
export const readDuration = (text: string, where: string): number => {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit] ?? (Number(number) === 0 ? 1 : undefined);
  if (number === '' || factor === undefined) {
    throw new UsageProblem(
      `${where}: \`${text}\` is not a duration`,
      'Write a number with its unit, for example 500ms, 5s or 2m.',
    );
  }
  return Math.round(Number(number) * factor);
};

/** `10/s`, `600/m`, `10` → requests per second. */
export const readRate = (text: string, where: string): number => {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)\s*(?:\/\s*(s|m|min|h))?$/.exec(text.trim()) ?? [];
  const perSecond = (Number(number) * 1000) / (UNITS[unit] ?? 1000);
  if (number === '' || perSecond <= 0) {
    throw new UsageProblem(
      `${where}: \`${text}\` is not a rate`,
      'Write requests per time, for example 10/s or 600/m.',
    );
  }
  return perSecond;
};

/** A whole number within bounds. */
export const readWhole = (text: string, where: string, least: number, most: number): number => {
  const number = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(number) || number < least || number > most) {
    throw new UsageProblem(`${where}: \`${text}\` is not a whole number from ${least} to ${most}`);
  }
  return number;
};

/** Values of a repeatable flag: each may hold several, separated by commas. From the environment one text arrives. */
export const readList = (value: string | readonly string[] | undefined): string[] | undefined => {
  if (value === undefined) return undefined;
  const items = (typeof value === 'string' ? [value] : value).flatMap((text) => text.split(','));
  return items.map((item) => item.trim()).filter((item) => item !== '');
};

/** Values of a repeatable flag whose values may hold commas; in the environment they stand one a line. */
export const readLines = (value: string | readonly string[] | undefined): string[] | undefined => {
  if (value === undefined) return undefined;
  return (typeof value === 'string' ? value.split('\n') : [...value]).filter((item) => item.trim() !== '');
};
