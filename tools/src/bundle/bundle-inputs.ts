import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson, repositoryRoot, type WorkspacePackage } from '../workspace.js';

/** A file relative to the root of the repository, and when it was last changed. */
type FileTime = readonly [file: string, modifiedMs: number];

/** The files that a bundle was made of. */
const INPUTS = 'inputs.json';

/**
 * The compiler's records of the packages. The launcher of the command, and the door of a package that is a bundle, read it at every
 * start, so it is short: where a package has been compiled since, they run the compiled modules instead.
 */
const BUILDS = 'builds.json';

/** Whether the bundle in `folder` was made of these packages' files as they are now. */
export function isUpToDate(folder: string, packages: readonly WorkspacePackage[]): boolean {
  if (!existsSync(join(folder, INPUTS)) || !existsSync(join(folder, BUILDS))) return false;
  const builds = readTimes(folder, BUILDS);
  const modules = readTimes(folder, INPUTS);
  const known = new Set(builds.map(([name]) => name));
  return [...builds, ...modules].every(isUnchanged) && buildInputs(packages).every(([name]) => known.has(name));
}

function readTimes(folder: string, file: string): readonly FileTime[] {
  return readJson(join(folder, file)) as readonly FileTime[];
}

function isUnchanged([name, modifiedMs]: FileTime): boolean {
  return statSync(join(repositoryRoot, name), { throwIfNoEntry: false })?.mtimeMs === modifiedMs;
}

/** The record that the compiler keeps of each package. */
export function buildInputs(packages: readonly WorkspacePackage[]): readonly FileTime[] {
  return packages
    .map(({ folder }) => join(folder, 'dist/.tsbuildinfo'))
    .filter((file) => existsSync(file))
    .map(timeOf);
}

/** Remembers what the bundle in `folder` was made of: the files, this program and the versions of dependencies. */
export function recordInputs(
  folder: string,
  { builds, modules }: { readonly builds: readonly FileTime[]; readonly modules: readonly string[] },
): void {
  writeFileSync(join(folder, INPUTS), JSON.stringify([...modules, ...ownFiles()].map(timeOf)));
  writeFileSync(join(folder, BUILDS), JSON.stringify(builds));
}

function ownFiles(): readonly string[] {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return [...scripts.map((name) => join(folder, name)), join(repositoryRoot, 'package-lock.json')];
}

function timeOf(file: string): FileTime {
  return [relative(repositoryRoot, file), statSync(file).mtimeMs];
}
