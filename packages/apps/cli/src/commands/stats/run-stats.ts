import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { FluxKind } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { kindRef } from '../../kinds/cli-kind.js';
import { renderTable } from '../../output/render-table.js';

const KINDS: readonly FluxKind[] = [
  'GitRepository',
  'OCIRepository',
  'HelmRepository',
  'HelmChart',
  'Bucket',
  'Kustomization',
  'HelmRelease',
  'Alert',
  'Provider',
  'Receiver',
  'ImageUpdateAutomation',
  'ImagePolicy',
  'ImageRepository',
];

/** Prints how many objects of each kind run, fail and are suspended, and what their artifacts weigh. */
export async function runStats(context: CommandContext): Promise<void> {
  const rows = await Promise.all(KINDS.map(async (kind) => rowOf(kind, await listKind(kind, context))));
  context.io.stdout(renderTable(['Reconcilers', 'Running', 'Failing', 'Suspended', 'Storage'], rows));
}

/** A kind that cannot be listed counts as one without objects. */
async function listKind(
  kind: FluxKind,
  { client, flags, namespace, signal }: CommandContext,
): Promise<readonly KubeObject[]> {
  const connected = await client();
  try {
    const scope = flags.flag('all-namespaces') ? {} : { namespace };
    return (await connected.list(kindRef(kind), scope, signal)).items;
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

function rowOf(kind: FluxKind, objects: readonly KubeObject[]): readonly string[] {
  const suspended = objects.filter((object) => fieldOf(object, 'spec', 'suspend') === true).length;
  const failing = objects.filter((object) =>
    hasConditionStatus(parseConditions(object), { type: 'Ready', status: 'False' }),
  ).length;
  const bytes = objects.reduce((sum, object) => sum + Number(fieldOf(object, 'status', 'artifact', 'size') ?? 0), 0);
  return [kind, String(objects.length - suspended), String(failing), String(suspended), renderSize(bytes)];
}

/** A size in binary units; `-` for nothing. */
export function renderSize(bytes: number): string {
  if (bytes === 0) return '-';
  if (bytes < 1024) return `${bytes} B`;
  const exponent = Math.min(6, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** exponent).toFixed(1)} ${'KMGTPE'[exponent - 1]}iB`;
}
