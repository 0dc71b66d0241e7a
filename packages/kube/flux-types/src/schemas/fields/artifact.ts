import { described, integer, map, required, sharedObject, text, time } from '../build.js';
import type { ObjectSchema } from '../schema.js';
import { DIGEST } from './patterns.js';

/** A stored artifact of a source. */
export const artifact = sharedObject('Artifact', 'What a source produced, and where it can be had.', {
  path: required(text("Path in the controller's artifact storage.")),
  url: required(text('Address the artifact is served at.')),
  revision: required(text('What it was made from, such as a branch and commit.')),
  digest: required(text('Digest of the file as algorithm:checksum.', { pattern: DIGEST })),
  lastUpdateTime: required(time('When the artifact was last written.')),
  size: integer('Size of the file in bytes.', { format: 'int64' }),
  metadata: map('Facts from upstream, such as OCI annotations.'),
});

/** `status.artifact`. */
export function latestArtifact(): ObjectSchema {
  return described(artifact, 'The artifact of the last successful reconciliation.');
}
