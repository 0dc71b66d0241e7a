import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkImports } from './check-imports.js';
import { checkLayers } from './check-layers.js';
import { checkRepository } from './check-repository.js';
import { checkSources } from './check-sources.js';
import { readPackages, repositoryRoot } from './workspace.js';

interface Check {
  readonly name: string;
  /** @returns what is wrong, a line each. */
  run(): readonly string[] | Promise<readonly string[]>;
}

const packages = readPackages();

const checks: readonly Check[] = [
  { name: 'format and lint', run: () => runTool('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'types of the tests', run: () => runTool('tsc', ['-b', 'tsconfig.test.json']) },
  { name: 'layers', run: () => checkLayers(packages) },
  { name: 'sources', run: () => checkSources(packages) },
  { name: 'repository', run: checkRepository },
  { name: 'dependencies load', run: () => checkImports(packages) },
  { name: 'unused code', run: () => runTool('knip', ['--no-config-hints']) },
  { name: 'generated files', run: checkGenerated },
  { name: 'tests', run: () => runTool('vitest', ['run', '--coverage']) },
];

function runTool(tool: string, args: readonly string[]): readonly string[] {
  const result = spawnSync(join(repositoryRoot, 'node_modules/.bin', tool), args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  if (result.status === 0) return [];
  return `${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd().split('\n').slice(-200);
}

/** Generators print what differs and exit with 1 when asked with `--check`. */
function checkGenerated(): readonly string[] {
  const generators = packages
    .map((each) => join(each.folder, 'scripts/generate.mjs'))
    .filter((file) => existsSync(file));
  return generators.flatMap((file) => {
    const result = spawnSync(process.execPath, [file, '--check'], { cwd: repositoryRoot, encoding: 'utf8' });
    return result.status === 0 ? [] : `${file} --check\n${result.stdout}${result.stderr}`.trimEnd().split('\n');
  });
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  let failed = 0;
  for (const check of checks.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const startedMs = Date.now();
    const problems = await check.run();
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? '✔' : '✗'} ${check.name} (${seconds}s)`);
    for (const problem of problems) console.log(`    ${problem}`);
    if (problems.length > 0) failed++;
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
