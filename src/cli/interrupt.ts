const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const SHOW_CURSOR = '\u001b[?25h';

/**
 * The first Ctrl-C (or SIGTERM) asks for an orderly end, the second ends at once with status 130.
 * @returns a function that gives the signals back
 */
export const onInterrupt = (stop: () => void): (() => void) => {
  let asked = false;
  const handle = (): void => {
    if (asked) {
      if (process.stderr.isTTY) process.stderr.write(SHOW_CURSOR);
      process.exit(130);
    }
    asked = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handle);
  };
};
