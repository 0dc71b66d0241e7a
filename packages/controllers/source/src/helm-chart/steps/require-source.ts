import type { ReconcileContext } from '@gotk/controller-runtime';
import { type Artifact, artifactOf } from '@gotk/flux-types';
import { isApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { SourceFailure } from '../../conditions/source-failure.js';
import { HELM_REPOSITORY } from '../../helm-repository/helm-repository-kind.js';
import { type HelmRepository, isRegistry, parseHelmRepository } from '../../helm-repository/parse-helm-repository.js';
import type { SourceDeps } from '../../source-deps.js';
import type { HelmChart } from '../parse-helm-chart.js';

/** Where a chart comes from. */
export type ChartSource =
  | { readonly kind: 'repository'; readonly repository: HelmRepository }
  | { readonly kind: 'files'; readonly artifact: Artifact; readonly sourceKind: string };

const KINDS = ['HelmRepository', 'GitRepository', 'Bucket'];

/** The source that the chart names, with its artifact; waits for one that has none yet. */
export async function requireSource(deps: SourceDeps, context: ReconcileContext<HelmChart>): Promise<ChartSource> {
  const { kind } = context.object.decoded.source;
  if (!KINDS.includes(kind)) {
    const message = `failed to get source: unsupported source kind '${kind}', must be one of: [${KINDS.join(' ')}]`;
    throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason: 'UnsupportedSourceKind', message });
  }
  const source = await readSource(context);
  const isRepository = kind === HELM_REPOSITORY.kind;
  if (isRepository && isRegistry(source)) return { kind: 'repository', repository: parseHelmRepository(source) };
  const artifact = artifactOf(source);
  if (artifact === undefined || (await deps.store.check(artifact)).kind === 'missing') throw noArtifact(deps, context);
  context.status.update({ observedSourceArtifactRevision: artifact.revision });
  return isRepository
    ? { kind: 'repository', repository: parseHelmRepository(source) }
    : { kind: 'files', artifact, sourceKind: kind };
}

async function readSource({ client, key, object, signal }: ReconcileContext<HelmChart>): Promise<KubeObject> {
  const { kind, name } = object.decoded.source;
  const reference = { ...HELM_REPOSITORY, kind, namespace: key.namespace, name };
  const found = await client.find(reference, undefined, signal).catch((cause: unknown) => {
    throw isApiError(cause) ? unavailable(cause.message) : cause;
  });
  if (found === undefined) throw unavailable(`${kind}.source.toolkit.fluxcd.io ${JSON.stringify(name)} not found`);
  return found;
}

function unavailable(reason: string): SourceFailure {
  const message = `failed to get source: ${reason}`;
  return new SourceFailure({ kind: 'retry', condition: 'FetchFailed', reason: 'SourceUnavailable', message });
}

function noArtifact({ requeueDependencyMs }: SourceDeps, { object }: ReconcileContext<HelmChart>): SourceFailure {
  const { kind, name } = object.decoded.source;
  const message = `no artifact available for ${kind} source '${name}'`;
  return new SourceFailure({
    kind: 'waiting',
    condition: 'FetchFailed',
    reason: 'NoSourceArtifact',
    message,
    requeueAfterMs: requeueDependencyMs,
    event: { severity: 'trace', message },
  });
}
