import type { FluxKind } from '@gotk/flux-types';
import type { JsonObject, JsonValue } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { kindRef, objectKey, textAt } from '../../kinds/cli-kind.js';
import { plainSpec } from './plain-spec.js';
import { renderManifest } from './render-manifest.js';

const WITH_CREDENTIALS: ReadonlySet<FluxKind> = new Set(['GitRepository', 'HelmRepository', 'Bucket', 'OCIRepository']);

/** Prints one object, or all of the namespace, as YAML that can be applied again. */
export function runExport(kind: FluxKind): CommandHandler {
  return async (context) => {
    for (const object of await selectObjects(kind, context)) {
      context.io.stdout(renderManifest(exported(kind, object)));
      if (WITH_CREDENTIALS.has(kind) && context.flags.flag('with-credentials')) await printSecret(object, context);
    }
  };
}

async function selectObjects(kind: FluxKind, context: CommandContext): Promise<readonly KubeObject[]> {
  const { args, flags, namespace, signal } = context;
  const [name] = args;
  const isAll = flags.flag('all');
  if (!isAll && name === undefined) throw new Error('name is required');
  const client = await context.client();
  if (!isAll) return [await client.get(objectKey(kind, namespace, name ?? ''), {}, signal)];
  const { items } = await client.list(kindRef(kind), { namespace }, signal);
  if (items.length === 0) throw new Error(`no objects found in ${namespace} namespace`);
  return items;
}

function exported(kind: FluxKind, object: KubeObject): JsonObject {
  const { name, namespace, labels, annotations } = object.metadata;
  return {
    ...kindRef(kind),
    metadata: { annotations, labels, name, namespace },
    spec: plainSpec(kind, (asJson(object)['spec'] ?? {}) as JsonValue),
  };
}

async function printSecret(object: KubeObject, { client, io, signal }: CommandContext): Promise<void> {
  const name = textAt(object, 'spec', 'secretRef', 'name');
  if (name === '') return;
  const { namespace } = object.metadata;
  const secret = await (await client())
    .get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, {}, signal)
    .catch((error: Error) => {
      throw new Error(`failed to retrieve secret ${name}, error: ${error.message}`, { cause: error });
    });
  const { data, type } = asJson(secret);
  io.stdout(renderManifest({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data, type }));
}
