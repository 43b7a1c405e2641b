import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // The tests share no module state, and a third of their time would go into starting workers.
    isolate: false,
    testTimeout: 60_000,
    // By default one core is left alone, which is half of two; the proofs of the faults need both.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    disableConsoleIntercept: true,
  },
});
