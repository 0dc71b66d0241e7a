import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const benchFolder = resolve(fileURLToPath(import.meta.url), '../../..');
const shared = process.env['GOTK_SHARED'] ?? join(benchFolder, '../../shared');

/** Folders of public repositories, as people build them. */
const FOLDERS: readonly string[] = [
  'flux2-kustomize-helm-example/apps/production',
  'flux2-kustomize-helm-example/infrastructure/controllers',
  'flux2-multi-tenancy/main/tenants/production',
  'flux2-multi-tenancy/main/infrastructure/kyverno-policies',
];

/** A tree that somebody keeps. */
export interface RealTree {
  readonly name: string;
  readonly folder: string;
}

/** The trees that are there, found beside the checkout or through `GOTK_SHARED`. */
export function realTrees(): readonly RealTree[] {
  return FOLDERS.map((name) => ({ name, folder: join(shared, 'real', name) })).filter(({ folder }) =>
    existsSync(folder),
  );
}
