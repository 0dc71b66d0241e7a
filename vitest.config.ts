import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{packages/*/*,conformance,bench,tools}/src/**/*.test.ts', 'e2e/src/**/*.test.ts'],
    testTimeout: 20_000,
    reporters: ['default'],
    coverage: { provider: 'v8', include: ['packages/*/*/src/**/*.ts'], reportsDirectory: 'coverage' },
  },
});
