import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from './bundle/bundle-command.js';
import { buildInputs, isUpToDate, recordInputs } from './bundle/bundle-inputs.js';
import { bundlePackage } from './bundle/bundle-package.js';
import { readPackages, repositoryRoot, type WorkspacePackage } from './workspace.js';

interface Bundle {
  /** Absolute path. */
  readonly folder: string;
  /** The packages in it. */
  readonly packages: readonly WorkspacePackage[];
  /** @returns the files it was made of, absolute. */
  make(): Promise<readonly string[]>;
}

/**
 * Bundles the `flux` command into `packages/apps/cli/dist/bundle`, and the packages that are published as one module into a folder of the
 * same name, unless nothing that they were made of has changed. `--force` bundles in any case.
 */
async function main(): Promise<void> {
  const packages = readPackages();
  for (const bundle of [commandBundle(packages), packageBundle(packages, '@gotk/apiserver')]) await remake(bundle);
}

async function remake({ folder, packages, make }: Bundle): Promise<void> {
  if (!process.argv.includes('--force') && isUpToDate(folder, packages)) return;
  // The times are taken before the files are read: what changes meanwhile makes the bundle stale.
  const builds = buildInputs(packages);
  rmSync(folder, { recursive: true, force: true });
  recordInputs(folder, { builds, modules: await make() });
}

function commandBundle(packages: readonly WorkspacePackage[]): Bundle {
  const cli = join(repositoryRoot, 'packages/apps/cli');
  const folder = join(cli, 'dist/bundle');
  return {
    folder,
    packages,
    make: async () => {
      const modules = await bundleCommand({
        entry: join(cli, 'src/main.ts'),
        manifest: join(cli, 'package.json'),
        folder,
      });
      copyFileSync(join(repositoryRoot, 'LICENSE'), join(folder, 'LICENSE'));
      return modules;
    },
  };
}

/** @throws when there is no such package. */
function packageBundle(packages: readonly WorkspacePackage[], name: string): Bundle {
  const inside = withDependencies(packages, name);
  const root = inside.find((each) => each.name === name);
  if (root === undefined) throw new Error(`there is no package ${name}`);
  const folder = join(root.folder, 'dist/bundle');
  return {
    folder,
    packages: inside,
    make: () => bundlePackage({ entry: join(root.folder, 'src/index.ts'), folder }),
  };
}

/** A package of the workspace and all below it. */
function withDependencies(packages: readonly WorkspacePackage[], name: string): readonly WorkspacePackage[] {
  const wanted = new Set([name]);
  for (const each of wanted)
    for (const dependency of packages.find((one) => one.name === each)?.dependencies ?? []) wanted.add(dependency);
  return packages.filter((each) => wanted.has(each.name));
}

await main();
