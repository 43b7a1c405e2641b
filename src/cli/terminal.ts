/** What is known of the place where output goes. */

/** The parts of a writable stream that are asked for. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NARROWEST = 60;
const WIDEST = 120;
const USUAL = 100;

/**
 * Is colour wanted? --no-color says no; FORCE_COLOR says yes (`0`: no); NO_COLOR says no; else a terminal that is not
 * `dumb` gets colour.
 */
export const wantsColour = (output: Output, noColour: boolean, environment: Environment): boolean => {
  if (noColour) return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (environment.NO_COLOR) return false;
  return output.isTTY === true && environment.TERM !== 'dumb';
};

/** Columns to lay text out in: those of the terminal or of COLUMNS, between 60 and 120; 100 when neither is known. */
export const widthOf = (output: Output, environment: Environment): number => {
  const columns = output.columns ?? Number.parseInt(environment.COLUMNS ?? '', 10);
  return Number.isFinite(columns) && columns > 0 ? Math.min(WIDEST, Math.max(NARROWEST, columns)) : USUAL;
};

/** Should progress be drawn? Only on a terminal that can move its cursor, and never on a build server. */
export const wantsProgress = (output: Output, environment: Environment): boolean =>
  output.isTTY === true && environment.TERM !== 'dumb' && !environment.CI;
