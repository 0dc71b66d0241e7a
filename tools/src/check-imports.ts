import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkspacePackage } from './workspace.js';

/**
 * Imports every third-party runtime dependency on the Node that runs this, which `engines` fields alone do not vouch for.
 *
 * @returns one line for each that does not load.
 */
export async function checkImports(packages: readonly WorkspacePackage[]): Promise<readonly string[]> {
  const violations: string[] = [];
  for (const each of packages) {
    const require = createRequire(join(each.folder, 'package.json'));
    for (const name of each.dependencies.filter((dependency) => !dependency.startsWith('@gotk/'))) {
      const problem = await importProblem(require, name);
      if (problem !== undefined)
        violations.push(`${each.name}: ${name} does not load on Node ${process.version}: ${problem}`);
    }
  }
  return violations;
}

async function importProblem(require: NodeJS.Require, name: string): Promise<string | undefined> {
  try {
    await import(resolveEntry(require, name));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function resolveEntry(require: NodeJS.Require, name: string): string {
  try {
    return pathToFileURL(require.resolve(name)).href;
  } catch {
    // Packages with an "import" condition only cannot be resolved by require; all stand at the root of the workspace.
    return name;
  }
}
