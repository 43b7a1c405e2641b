/** From many producers to one reader, in order, without loss, and with a bound on what waits in between. */

export interface Channel<T> extends AsyncIterable<T> {
  /** Resolves when there is room again; a producer that awaits it cannot run away from a slow reader. */
  push(value: T): Promise<void>;
  /** No more values; the reader still gets those that wait. */
  close(): void;
  /** As close, but the reader gets this error after the last value. */
  fail(error: unknown): void;
  /** The reader has gone: values are dropped, and nobody waits any more. */
  abandon(): void;
}

export const createChannel = <T>(room: number): Channel<T> => {
  const waiting: T[] = [];
  const blocked: (() => void)[] = [];
  let wake: (() => void) | undefined;
  let end: { readonly error?: unknown } | undefined;
  let abandoned = false;

  const signal = (): void => {
    wake?.();
    wake = undefined;
  };
  const finish = (ending: { readonly error?: unknown }): void => {
    end ??= ending;
    signal();
  };

  return {
    push(value) {
      if (abandoned || end) return Promise.resolve();
      waiting.push(value);
      signal();
      return waiting.length <= room ? Promise.resolve() : new Promise((resolve) => blocked.push(resolve));
    },
    close: () => finish({}),
    fail: (error) => finish({ error }),
    abandon() {
      abandoned = true;
      waiting.length = 0;
      for (const resume of blocked.splice(0)) resume();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) {
          if (waiting.length <= room) blocked.shift()?.();
          yield next;
        } else if (end) {
          if ('error' in end) throw end.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
};
