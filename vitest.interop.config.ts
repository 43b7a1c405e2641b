import { defineConfig } from 'vitest/config';

/** `npm run interop`: servers that others wrote, installed from their registries, against their reviews. */
export default defineConfig({
  test: {
    include: ['src/proof/interop/*.interop.ts'],
    testTimeout: 300_000,
    disableConsoleIntercept: true,
  },
});
