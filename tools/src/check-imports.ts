import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importsOf } from './check-layers.js';
import { sourceFiles, type WorkspacePackage } from './workspace.js';

/**
 * Imports, on the Node that runs this, every third-party module that a package imports: `engines` fields alone do not vouch for it.
 *
 * @returns one line for each that does not load.
 */
export async function checkImports(packages: readonly WorkspacePackage[]): Promise<readonly string[]> {
  const violations: string[] = [];
  for (const each of packages) {
    for (const specifier of thirdPartyImports(each)) {
      const problem = await importProblem(each, specifier);
      if (problem !== undefined)
        violations.push(`${each.name}: ${specifier} does not load on Node ${process.version}: ${problem}`);
    }
  }
  return violations;
}

function thirdPartyImports({ folder }: WorkspacePackage): ReadonlySet<string> {
  const specifiers = sourceFiles(join(folder, 'src')).flatMap((file) =>
    importsOf(withoutTypeImports(readFileSync(file, 'utf8'))),
  );
  return new Set(specifiers.filter((specifier) => !/^(?:\.|node:|@gotk\/)/.test(specifier)));
}

function withoutTypeImports(text: string): string {
  return text.replace(/^(?:import|export) type [^;]*;/gm, '');
}

async function importProblem({ folder }: WorkspacePackage, specifier: string): Promise<string | undefined> {
  try {
    await import(resolveEntry(folder, specifier));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function resolveEntry(folder: string, specifier: string): string {
  try {
    return pathToFileURL(createRequire(join(folder, 'package.json')).resolve(specifier)).href;
  } catch {
    // Packages with an "import" condition only cannot be resolved by require; all stand at the root of the workspace.
    return specifier;
  }
}
