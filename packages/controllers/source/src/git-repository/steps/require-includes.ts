import type { ReconcileContext } from '@gotk/controller-runtime';
import { type Artifact, artifactOf } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import { GIT_REPOSITORY } from '../git-repository-kind.js';
import type { GitRepository, IncludeSpec } from '../parse-git-repository.js';

/** An entry of `spec.include` with the artifact to take files from. */
export interface Include {
  readonly spec: IncludeSpec;
  readonly artifact: Artifact;
}

/** The artifacts of the included repositories, in the order of the spec; waits for one that is not there. */
export async function requireIncludes(
  { requeueDependencyMs }: SourceDeps,
  { object, key, client, signal }: ReconcileContext<GitRepository>,
): Promise<readonly Include[]> {
  const includes: Include[] = [];
  for (const spec of object.decoded.include) {
    const { repository: name } = spec;
    const found = await client.find<KubeObject>(
      { ...GIT_REPOSITORY, namespace: key.namespace, name },
      undefined,
      signal,
    );
    if (found === undefined) {
      const reason = `GitRepository.source.toolkit.fluxcd.io ${JSON.stringify(name)} not found`;
      throw unavailable('NotFound', `could not get resource for include '${name}': ${reason}`, requeueDependencyMs);
    }
    const artifact = artifactOf(found);
    if (artifact === undefined) {
      throw unavailable('NoArtifact', `no artifact available for include '${name}'`, requeueDependencyMs);
    }
    includes.push({ spec, artifact });
  }
  return includes;
}

function unavailable(reason: string, message: string, requeueAfterMs: number): SourceFailure {
  return new SourceFailure({
    kind: 'waiting',
    condition: 'IncludeUnavailable',
    reason,
    message,
    requeueAfterMs,
    event: { severity: 'trace', message },
  });
}
