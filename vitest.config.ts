import { defineConfig } from 'vitest/config';

// Code that is measured is not optimized, and takes more of the stack.
const execArgv = process.argv.includes('--coverage') ? ['--stack-size=3000'] : [];

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{packages/*/*,conformance,bench,tools}/src/**/*.test.ts', 'e2e/src/**/*.test.ts'],
    testTimeout: 20_000,
    execArgv,
    reporters: ['default'],
    coverage: { provider: 'v8', include: ['packages/*/*/src/**/*.ts'], reportsDirectory: 'coverage' },
  },
});
