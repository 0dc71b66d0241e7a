import { defineConfig } from 'vitest/config';

/** The suites that take minutes: `npm run test:slow`. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['e2e/src/slow/*.slow.ts', 'packages/*/*/src/**/*.slow.ts', 'conformance/src/**/*.slow.ts'],
    testTimeout: 20 * 60_000,
    fileParallelism: false,
  },
});
