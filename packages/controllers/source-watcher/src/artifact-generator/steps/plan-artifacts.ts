import { Halt } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';
import type { CopyOperation } from '../../staging/copy-operation.js';
import { expandPathPattern } from './expand-path-pattern.js';
import type { SourceTrees } from './fetch-sources.js';

/** One ExternalArtifact to make. */
export interface ArtifactPlan {
  readonly name: string;
  readonly copy: readonly CopyOperation[];
  readonly revision?: string;
  readonly originRevision?: string;
  /** Captured by the path pattern. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The artifacts of the spec; with a path pattern, one set for each directory that matches. */
export function planArtifacts({ spec }: ArtifactGenerator, trees: SourceTrees): readonly ArtifactPlan[] {
  const { pathPattern = '' } = spec;
  if (pathPattern === '') return spec.artifacts;
  try {
    return expandPathPattern({ pathPattern, artifacts: spec.artifacts }, trees);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const message = `failed to expand path pattern: ${cause.message}`;
    throw new Halt({ kind: 'stalled', reason: 'BuildFailed', message, cause });
  }
}
