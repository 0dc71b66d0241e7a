import { parseArgs } from 'node:util';
import type { BenchmarkSuite } from './measurement.js';
import { renderResults } from './render-results.js';

const USAGE = 'usage: npm run bench -- [SUITE …] [--runs N] [--json]';

/** Every suite by name, loaded only when asked for. */
const suites: Readonly<Record<string, () => Promise<BenchmarkSuite>>> = {
  apiserver: async () => (await import('./apiserver/suite.js')).apiserverSuite,
  'apiserver-many': async () => (await import('./apiserver/suite.js')).manyObjectsSuite,
  example: async () => (await import('./up/example.js')).exampleSuite,
  fleet: async () => (await import('./up/fleet.js')).fleetSuite,
  helm: async () => (await import('./helm/chart-suite.js')).helmSuite,
  'helm-index': async () => (await import('./helm-index/index-suite.js')).helmIndexSuite,
  kustomize: async () => (await import('./kustomize/build-suite.js')).kustomizeSuite,
  'many-kustomizations': async () => (await import('./up/many-kustomizations.js')).manyKustomizationsSuite,
  'many-releases': async () => (await import('./up/many-releases.js')).manyReleasesSuite,
  start: async () => (await import('./cli/start.js')).startSuite,
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string' }, json: { type: 'boolean' } },
  });
  const names = positionals.length === 0 ? Object.keys(suites) : positionals;
  const unknown = names.find((name) => !Object.hasOwn(suites, name));
  if (unknown !== undefined) {
    console.error(`unknown suite ${JSON.stringify(unknown)}; suites: ${Object.keys(suites).join(', ')}\n${USAGE}`);
    return 2;
  }
  const runs = values.runs === undefined ? {} : { runs: Number(values.runs) };
  const results = [];
  for (const name of names)
    results.push(...((await (await suites[name]?.())?.run({ ...runs, print: (line) => console.error(line) })) ?? []));
  console.log(values.json === true ? JSON.stringify(results, undefined, 2) : renderResults(results));
  return 0;
}

process.exitCode = await main();
