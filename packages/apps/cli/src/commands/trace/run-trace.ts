import type { FluxKind } from '@gotk/flux-types';
import { fieldOf, type KubeObject, type ObjectKey } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { objectKey, textAt } from '../../kinds/cli-kind.js';
import { findManager } from './find-manager.js';
import { findObjects } from './find-objects.js';
import { renderTrace } from './render-trace.js';

/** Prints, for each object, what manages it and where it came from. */
export async function runTrace(context: CommandContext): Promise<void> {
  const objects = await findObjects(context);
  for (const [index, object] of objects.entries()) {
    await traceOrTell(object, context);
    if (index < objects.length - 1) context.io.stdout('---\n');
  }
}

/** A failure is told and ends neither the run nor its success, as in Flux. */
async function traceOrTell(object: KubeObject, context: CommandContext): Promise<void> {
  try {
    context.io.stdout(await trace(object, context));
  } catch (error) {
    context.signal.throwIfAborted();
    const { name, namespace = '' } = object.metadata;
    const reason = error instanceof Error ? error.message : String(error);
    context.io.stderr(`failed to trace ${object.kind}/${name} in namespace ${namespace}: ${reason}`);
  }
}

async function trace(object: KubeObject, context: CommandContext): Promise<string> {
  const client = await context.client();
  for (const kind of ['Kustomization', 'HelmRelease'] as const) {
    const key = await findManager(client, { object, kind }, context.signal);
    if (key === undefined) continue;
    const manager = await getOr(`failed to find ${kind === 'Kustomization' ? 'kustomization' : kind}`, key, context);
    return renderTrace(object, [manager, ...(await sourcesOf(manager, context))]);
  }
  throw new Error('object not managed by Flux');
}

async function sourcesOf(manager: KubeObject, context: CommandContext): Promise<readonly KubeObject[]> {
  if (manager.kind === 'Kustomization') return sourceAt(manager, ['spec', 'sourceRef'], context);
  const [namespace, name] = textAt(manager, 'status', 'helmChart').split('/');
  const chart =
    namespace && name
      ? [await getOr('failed to find HelmChart', objectKey('HelmChart', namespace, name), context)]
      : [];
  const path = fieldOf(manager, 'spec', 'chart') === undefined ? ['chartRef'] : ['chart', 'spec', 'sourceRef'];
  return [...chart, ...(await sourceAt(manager, ['spec', ...path], context))];
}

/** Kinds of sources that are shown, by what refers to them. */
const SHOWN: Readonly<Record<string, readonly FluxKind[]>> = {
  sourceRef: ['GitRepository', 'OCIRepository', 'ExternalArtifact'],
  chartRef: ['OCIRepository', 'ExternalArtifact'],
  'chart.spec.sourceRef': ['GitRepository', 'HelmRepository'],
};

async function sourceAt(
  owner: KubeObject,
  path: readonly string[],
  context: CommandContext,
): Promise<readonly KubeObject[]> {
  const kind = SHOWN[path.slice(1).join('.')]?.find((each) => each === textAt(owner, ...path, 'kind'));
  if (kind === undefined) return [];
  const namespace = textAt(owner, ...path, 'namespace') || (owner.metadata.namespace ?? '');
  const source = await getOr(
    `failed to find ${kind}`,
    objectKey(kind, namespace, textAt(owner, ...path, 'name')),
    context,
  );
  if (kind === 'ExternalArtifact' && fieldOf(source, 'spec', 'sourceRef') === undefined) {
    throw new Error(`ExternalArtifact ${namespace}/${source.metadata.name} is missing spec.sourceRef`);
  }
  return [source];
}

async function getOr(message: string, key: ObjectKey, { client, signal }: CommandContext): Promise<KubeObject> {
  try {
    return await (await client()).get(key, {}, signal);
  } catch (error) {
    throw new Error(`${message}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
