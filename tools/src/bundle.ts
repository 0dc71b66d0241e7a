import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from './bundle/bundle-command.js';
import { buildInputs, isUpToDate, recordInputs } from './bundle/bundle-inputs.js';
import { repositoryRoot } from './workspace.js';

/**
 * Bundles the `flux` command into `packages/apps/cli/dist/bundle`, unless nothing that it was made of has changed.
 * `--force` bundles in any case.
 */
async function main(): Promise<void> {
  const cli = join(repositoryRoot, 'packages/apps/cli');
  const folder = join(cli, 'dist/bundle');
  if (!process.argv.includes('--force') && isUpToDate(folder)) return;
  // The times are taken before the files are read: what changes meanwhile makes the bundle stale.
  const builds = buildInputs();
  rmSync(folder, { recursive: true, force: true });
  const modules = await bundleCommand({ entry: join(cli, 'src/main.ts'), manifest: join(cli, 'package.json'), folder });
  copyFileSync(join(repositoryRoot, 'LICENSE'), join(folder, 'LICENSE'));
  recordInputs(folder, { builds, modules });
}

await main();
