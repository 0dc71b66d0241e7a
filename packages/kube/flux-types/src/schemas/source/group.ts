import { flag, text } from '../build.js';
import type { PlainSchema, TextSchema } from '../schema.js';

/** What all kinds of the source group share. */
export const SOURCE_GROUP = {
  group: 'source.toolkit.fluxcd.io',
  folder: 'source',
  version: 'v1',
  categories: ['all', 'fluxcd', 'fluxcd-sources'],
} as const;

/** `spec.suspend`. */
export function suspend(): PlainSchema {
  return flag('Stops reconciliation until it is set to false.');
}

/** `spec.ignore`. */
export function ignorePatterns(): TextSchema {
  return text(
    'Patterns of paths to leave out, in the syntax of .gitignore; default: version control, CI and media files.',
  );
}

/** `status.observedIgnore`. */
export function observedIgnore(): TextSchema {
  return text('The ignore patterns that the artifact was made with.');
}
