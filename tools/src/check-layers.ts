import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { layers, readJson, repositoryRoot, sourceFiles, type WorkspacePackage } from './workspace.js';

/** Layers whose packages may use one another. */
const SIBLINGS_ALLOWED: ReadonlySet<string> = new Set(['base', 'kube', 'runtime']);
/** The embedded server, and what brings it along for tests. */
const EMBEDDED: ReadonlySet<string> = new Set(['@gotk/apiserver', '@gotk/controller-testing']);
/** Layers that do no input or output. */
const PURE: ReadonlySet<string> = new Set(['base', 'kube', 'engines']);

/**
 * Checks that dependencies point downwards, that what is imported is declared, that pure packages use no Node module, that the
 * embedded server is wired by apps only, and that there are no cycles.
 *
 * @returns one line for each violation.
 */
export function checkLayers(packages: readonly WorkspacePackage[]): readonly string[] {
  const byName = new Map(packages.map((each) => [each.name, each]));
  return [
    ...packages.flatMap((each) => [
      ...checkDependencies(each, byName),
      ...checkReferences(each, byName),
      ...checkImports(each),
    ]),
    ...findCycles(byName),
    ...checkBuildList(packages),
  ];
}

function checkDependencies(self: WorkspacePackage, byName: ReadonlyMap<string, WorkspacePackage>): readonly string[] {
  const violations: string[] = [];
  for (const dependency of self.dependencies) {
    const other = byName.get(dependency);
    if (other === undefined) {
      if (dependency.startsWith('@gotk/'))
        violations.push(`${self.name}: depends on ${dependency}, which does not exist`);
      continue;
    }
    const distance = layers.indexOf(self.layer) - layers.indexOf(other.layer);
    if (distance < 0)
      violations.push(
        `${self.name} (${self.layer}) must not depend on ${dependency} (${other.layer}): dependencies point downwards`,
      );
    if (distance === 0 && !SIBLINGS_ALLOWED.has(self.layer))
      violations.push(`${self.name} must not depend on its sibling ${dependency} in ${self.layer}`);
    if (EMBEDDED.has(dependency) && self.layer !== 'apps' && !EMBEDDED.has(self.name))
      violations.push(`${self.name} must not know the embedded server; use the client's interface`);
  }
  return violations;
}

function checkReferences(self: WorkspacePackage, byName: ReadonlyMap<string, WorkspacePackage>): readonly string[] {
  const wanted = new Set(
    self.dependencies.map((name) => byName.get(name)?.folder).filter((folder) => folder !== undefined),
  );
  const missing = [...wanted].filter((folder) => !self.references.includes(folder));
  const needless = self.references.filter((folder) => !wanted.has(folder));
  return [
    ...missing.map((folder) => `${self.name}: tsconfig.json lacks the reference ${relative(self.folder, folder)}`),
    ...needless.map(
      (folder) => `${self.name}: tsconfig.json refers to ${relative(self.folder, folder)}, which is no dependency`,
    ),
  ];
}

function checkImports(self: WorkspacePackage): readonly string[] {
  return sourceFiles(resolve(self.folder, 'src')).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return importsOf(text).flatMap((specifier) => {
      const problem = importProblem(self, file, specifier);
      return problem === undefined ? [] : [`${relative(repositoryRoot, file)}: ${problem}`];
    });
  });
}

/** The module specifiers that a source text imports or re-exports, statically or dynamically. */
export function importsOf(text: string): readonly string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"$]+)['"]|\bimport\(\s*['"]([^'"$]+)['"]\s*\)/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

function importProblem(self: WorkspacePackage, file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = resolve(dirname(file), specifier);
    return target.startsWith(`${self.folder}/`) ? undefined : `${specifier} leaves the package`;
  }
  if (specifier.startsWith('node:')) return PURE.has(self.layer) ? `${self.layer} is pure: no ${specifier}` : undefined;
  const name = packageName(specifier);
  if (name === self.name) return 'imports its own package by name';
  if (!self.dependencies.includes(name)) return `${name} is not among the dependencies of ${self.name}`;
  return name.startsWith('@gotk/') && specifier !== name
    ? `${specifier} goes past the package's door (index.ts)`
    : undefined;
}

function packageName(specifier: string): string {
  const segments = specifier.split('/');
  return specifier.startsWith('@') ? segments.slice(0, 2).join('/') : (segments[0] ?? specifier);
}

function findCycles(byName: ReadonlyMap<string, WorkspacePackage>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) cycles.push(`cycle: ${[...trail.slice(trail.indexOf(name)), name].join(' → ')}`);
    if (done.has(name) || trail.includes(name)) return;
    for (const dependency of byName.get(name)?.dependencies ?? [])
      if (byName.has(dependency)) visit(dependency, [...trail, name]);
    done.add(name);
  };
  for (const name of byName.keys()) visit(name, []);
  return cycles;
}

/** Every package is built by `tsc -b` at the root, and its tests are type-checked. */
function checkBuildList(packages: readonly WorkspacePackage[]): readonly string[] {
  return ['tsconfig.json', 'tsconfig.test.json'].flatMap((file) => {
    const { references = [] } = readJson(resolve(repositoryRoot, file)) as {
      references?: readonly { readonly path: string }[];
    };
    const listed = new Set(references.map(({ path }) => resolve(repositoryRoot, path)));
    return packages
      .filter(({ folder }) => !listed.has(folder))
      .map(({ name }) => `${file} lacks a reference to ${name}`);
  });
}
