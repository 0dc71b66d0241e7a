import { existsSync, readFileSync, statSync } from 'node:fs';

/** Made by the build: this package and those below it as one module. */
const BUNDLE = new URL('./bundle/index.js', import.meta.url);
/** In a checkout, the compiler's records of the packages in the bundle, and when they were written. */
const BUILDS = new URL('./bundle/builds.json', import.meta.url);
const ROOT = new URL('../../../../', import.meta.url);

/**
 * What programs import: the bundle, as Node takes longer to find and link eight hundred modules than the server to start. In a
 * checkout whose packages have been compiled since they were bundled, it is the compiled modules.
 */
const door = (await import(isBundled() ? BUNDLE.href : './index.js')) as typeof import('./index.js');

export const {
  AFTER_ANNOTATION,
  createApiServer,
  FLAP_ANNOTATION,
  FolderInUseError,
  lockFolder,
  METRICS_ANNOTATION,
  OUTCOME_ANNOTATION,
} = door;

function isBundled(): boolean {
  if (!existsSync(BUNDLE)) return false;
  if (!existsSync(BUILDS)) return true;
  const builds = JSON.parse(readFileSync(BUILDS, 'utf8')) as readonly (readonly [file: string, modifiedMs: number])[];
  return builds.every(
    ([file, modifiedMs]) => statSync(new URL(file, ROOT), { throwIfNoEntry: false })?.mtimeMs === modifiedMs,
  );
}
