import { type ObjectId, parseObjectId } from '@gotk/inventory';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { renderYaml } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import { kindInfo, objectKey, textAt } from '../../kinds/cli-kind.js';
import { renderTree } from '../../output/render-tree.js';
import { helmObjects } from './helm-objects.js';
import { type ObjectNode, toJsonTree, toTextNode } from './object-node.js';

const FLUX_GROUP = 'toolkit.fluxcd.io';

/** Prints what a Kustomization applied, and what the Flux objects among it applied. */
export async function runTreeKustomization(context: CommandContext): Promise<void> {
  const [name] = context.args;
  if (name === undefined) throw new Error('kustomization name is required');
  const client = await context.client();
  const object = await client.get(objectKey('Kustomization', context.namespace, name), {}, context.signal);
  const children = await kustomizationChildren(object, context);
  print({ object: nameOf(object, 'Kustomization'), children }, context);
}

/** Prints the artifacts that an ArtifactGenerator made. */
export async function runTreeGenerator(context: CommandContext): Promise<void> {
  const [name] = context.args;
  if (name === undefined) throw new Error('generator name is required');
  const client = await context.client();
  const object = await client.get(objectKey('ArtifactGenerator', context.namespace, name), {}, context.signal);
  const inventory = fieldOf(object, 'status', 'inventory');
  const { group } = kindInfo('ExternalArtifact');
  const children = (Array.isArray(inventory) ? inventory : []).map((entry) => ({
    object: { namespace: textAt(entry, 'namespace'), name: textAt(entry, 'name'), group, kind: 'ExternalArtifact' },
    children: [],
  }));
  print({ object: nameOf(object, 'ArtifactGenerator'), children }, context);
}

function nameOf({ metadata }: KubeObject, kind: 'Kustomization' | 'ArtifactGenerator'): ObjectId {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '', group: kindInfo(kind).group, kind };
}

async function kustomizationChildren(owner: KubeObject, context: CommandContext): Promise<readonly ObjectNode[]> {
  const self = nameOf(owner, 'Kustomization');
  const nodes: ObjectNode[] = [];
  for (const object of inventoryOf(owner)) {
    if (!isShown(object, context) || isSame(object, self)) continue;
    nodes.push({ object, children: await childrenOf(object, owner, context) });
  }
  return nodes;
}

function inventoryOf(owner: KubeObject): readonly ObjectId[] {
  const entries = fieldOf(owner, 'status', 'inventory', 'entries');
  return Array.isArray(entries) ? entries.map((entry) => parseObjectId(textAt(entry, 'id'))) : [];
}

function isShown({ group }: ObjectId, { path, flags }: CommandContext): boolean {
  const canCompact = path.at(-1)?.flags?.some(({ name }) => name === 'compact') === true;
  return !(canCompact && flags.flag('compact')) || group.includes(FLUX_GROUP);
}

function isSame(a: ObjectId, b: ObjectId): boolean {
  return a.group === b.group && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

async function childrenOf(
  { group, kind, namespace, name }: ObjectId,
  owner: KubeObject,
  context: CommandContext,
): Promise<readonly ObjectNode[]> {
  const client = await context.client();
  if (kind === 'HelmRelease' && group === kindInfo('HelmRelease').group) {
    const release = await client.get(objectKey('HelmRelease', namespace, name), {}, context.signal);
    const objects = await helmObjects(client, release, context.signal);
    return objects.filter((object) => isShown(object, context)).map((object) => ({ object, children: [] }));
  }
  // What is applied to another cluster cannot be looked at in this one.
  const isRemote = fieldOf(owner, 'spec', 'kubeConfig') !== undefined;
  if (kind !== 'Kustomization' || group !== kindInfo('Kustomization').group || isRemote) return [];
  const child = await client
    .get(objectKey('Kustomization', namespace, name), {}, context.signal)
    .catch((error: Error) => {
      throw new Error(`failed to find object: ${error.message}`, { cause: error });
    });
  return kustomizationChildren(child, context);
}

function print(root: ObjectNode, { flags, io }: CommandContext): void {
  switch (flags.text('output')) {
    case 'json':
      return io.stdout(`${JSON.stringify(toJsonTree(root), null, 2)}\n`);
    case 'yaml':
      return io.stdout(`${renderYaml(toJsonTree(root))}\n`);
    default:
      return io.stdout(`${renderTree(toTextNode(root))}\n`);
  }
}
