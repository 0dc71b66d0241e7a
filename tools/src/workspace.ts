import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repositoryRoot = resolve(fileURLToPath(import.meta.url), '../../..');

/** The layers, lowest first. */
export const layers = ['base', 'kube', 'engines', 'runtime', 'controllers', 'apps'] as const;

export type Layer = (typeof layers)[number];

/** One package of the workspace. */
export interface WorkspacePackage {
  /** `@gotk/name`. */
  readonly name: string;
  readonly layer: Layer;
  /** Absolute path. */
  readonly folder: string;
  /** Of the command, which is bundled, those of development too: what it is made of is not installed with it. */
  readonly dependencies: readonly string[];
  /** Folders that the package's tsconfig refers to, absolute. */
  readonly references: readonly string[];
}

/** Every package below `packages/`. */
export function readPackages(root: string = repositoryRoot): readonly WorkspacePackage[] {
  return layers.flatMap((layer) => {
    const folder = join(root, 'packages', layer);
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => existsSync(join(path, 'package.json')))
      .map((path) => readPackage(path, layer));
  });
}

function readPackage(folder: string, layer: Layer): WorkspacePackage {
  const manifest = readJson(join(folder, 'package.json')) as {
    readonly name: string;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
    readonly bin?: object;
  };
  const config = readJson(join(folder, 'tsconfig.json')) as { references?: { path: string }[] };
  return {
    name: manifest.name,
    layer,
    folder,
    dependencies: Object.keys({
      ...manifest.dependencies,
      ...(manifest.bin === undefined ? {} : manifest.devDependencies),
    }),
    references: (config.references ?? []).map(({ path }) => resolve(folder, path)),
  };
}

/** A JSON file, not checked. */
export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Every TypeScript source file below a folder, sorted; tests included only when asked for. */
export function sourceFiles(folder: string, { tests = false }: { readonly tests?: boolean } = {}): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && (tests || !isTest(name)))
    .sort()
    .map((name) => join(folder, name));
}

function isTest(name: string): boolean {
  return name.endsWith('.test.ts') || name.split('/').includes('testing');
}
