import type { JsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { kindRef, objectKey } from '../../kinds/cli-kind.js';
import { dynamicReadinessOf, readinessOf } from '../../kinds/readiness.js';
import { waitForObject } from '../../kinds/wait-for-object.js';
import { renderManifest } from '../export/render-manifest.js';
import { FIELD_MANAGER } from '../field-manager.js';
import { parseLabels } from './parse-labels.js';
import type { Recipe } from './recipe.js';

/** Creates or updates one object and waits until it is ready, or prints it with `--export`. */
export function createObject(recipe: Recipe): CommandHandler {
  return async (context) => {
    const { flags, io, log } = context;
    const isExport = flags.flag('export');
    recipe.requireFlags?.(context);
    const tells = recipe.told === 'always' || (recipe.told !== 'never' && !isExport);
    if (tells && recipe.told !== 'after') log.generate(`generating ${recipe.label}`);
    const spec = await recipe.buildSpec(context);
    if (isExport) return io.stdout(renderManifest(objectOf(recipe, spec, context)));
    if (recipe.told === 'after') log.generate(`generating ${recipe.label}`);
    const prepared = (await recipe.prepare?.(spec, context)) ?? spec;
    log.action(`applying ${recipe.label}`);
    await upsert(recipe, objectOf(recipe, prepared, context), context);
    log.waiting(`waiting for ${recipe.label} reconciliation`);
    for (const line of recipe.done(await waitUntilReady(recipe, context))) log.success(line);
  };
}

function objectOf({ kind }: Recipe, spec: JsonObject, context: CommandContext): KubeObject & JsonObject {
  const labels = parseLabels(context.flags.list('label'));
  const metadata = {
    name: context.args[0] ?? '',
    namespace: context.namespace,
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
  return { ...kindRef(kind), metadata, spec };
}

async function upsert(recipe: Recipe, object: KubeObject & JsonObject, context: CommandContext): Promise<void> {
  const { log, signal } = context;
  const client = await context.client();
  const label = recipe.createdLabel ?? recipe.label;
  const existing = await client.find(keyOf(recipe, context), {}, signal);
  if (existing === undefined) {
    await client.create(object, { fieldManager: FIELD_MANAGER }, signal);
    return log.success(`${label} created`);
  }
  const { labels, ...metadata } = existing.metadata;
  const wanted = object.metadata.labels;
  const updated = { ...existing, metadata: { ...metadata, ...(wanted && { labels: wanted }) }, spec: object['spec'] };
  await client.replace(updated, { fieldManager: FIELD_MANAGER }, signal);
  log.success(`${label} updated`);
}

async function waitUntilReady(recipe: Recipe, context: CommandContext): Promise<KubeObject> {
  const client = await context.client();
  const check = (object: KubeObject): KubeObject | undefined => {
    const readiness = recipe.isStatic ? readinessOf(object) : dynamicReadinessOf(object);
    if (readiness.kind === 'failed') throw new Error(readiness.message);
    return readiness.kind === 'current' ? object : undefined;
  };
  try {
    return await waitForObject(client, { key: keyOf(recipe, context), check }, context.signal);
  } catch (error) {
    if (isApiError(error)) context.signal.throwIfAborted();
    throw error;
  }
}

function keyOf({ kind }: Recipe, { namespace, args }: CommandContext): ReturnType<typeof objectKey> {
  return objectKey(kind, namespace, args[0] ?? '');
}
