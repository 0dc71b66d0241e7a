import { cleanupPatch } from '@gotk/apply';
import { createMergePatch, createThreeWayMergePatch, type JsonObject } from '@gotk/json';
import { isApiError, type Patch } from '@gotk/kube-client';
import { builtinSchema } from '@gotk/kube-openapi';
import { asJson, type KubeObject } from '@gotk/objects';
import { createThreeWayStrategicMergePatch } from '@gotk/strategic-merge';
import type { ActionContext } from '../actions/action-context.js';
import { type Resource, renderGvk } from './resource.js';

type PatchContext = Pick<ActionContext, 'client' | 'fieldManager' | 'signal'>;

/** Applies an object on the server. @throws Error with Helm's text */
export async function applyOnServer(
  { object, key }: Resource,
  { client, fieldManager, signal }: PatchContext,
  forceConflicts: boolean,
): Promise<KubeObject> {
  try {
    const options = { fieldManager, force: forceConflicts, fieldValidation: 'Strict' } as const;
    return await client.apply(object, options, signal);
  } catch (error) {
    signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    const subject = `${key.namespace ?? ''}/${key.name} ${renderGvk(key)}`;
    const what = isApiError(error, 'Conflict')
      ? `conflict occurred while applying object ${subject}`
      : `server-side apply failed for object ${subject}`;
    throw new Error(`${what}: ${text}`, { cause: error });
  }
}

/** Makes the fields that this manager once wrote as a client its own as an applier, so that it can give them up. */
export async function adoptClientFields(
  { key }: Resource,
  { client, fieldManager, signal }: PatchContext,
): Promise<boolean> {
  const live = await client.get(key, undefined, signal);
  const managers = [{ name: fieldManager, operation: 'Update' }] as const;
  const operations = cleanupPatch(live, { managers }, fieldManager);
  if (operations.length === 0) return false;
  await client.patch(key, { type: 'json', operations }, { fieldManager }, signal);
  return true;
}

/** Puts an object in the place of the one that is there. @throws Error with Helm's text */
export async function replaceResource(
  { object, key }: Resource,
  { client, fieldManager, signal }: PatchContext,
): Promise<void> {
  try {
    const { metadata } = await client.get(key, undefined, signal);
    const { resourceVersion } = metadata;
    const replacement = { ...object, metadata: { ...object.metadata, resourceVersion } } as KubeObject;
    await client.replace(replacement, { fieldManager, fieldValidation: 'Strict' }, signal);
  } catch (error) {
    throw new Error(`failed to replace object: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Patches an object as Helm 3 does: by what changed between the manifests. @throws Error with Helm's text */
export async function patchOnClient(
  original: KubeObject,
  { object, key }: Resource,
  { threeWayForUnstructured, ...context }: PatchContext & { readonly threeWayForUnstructured: boolean },
): Promise<void> {
  const { client, fieldManager, signal } = context;
  const live = await client.get(key, undefined, signal);
  const states = { original: asJson(original), modified: asJson(object), current: asJson(live) };
  const patch = createPatch(states, { object, threeWayForUnstructured });
  if (Object.keys(patch.body).length === 0) return;
  try {
    await client.patch(key, patch, { fieldManager }, signal);
  } catch (error) {
    signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot patch ${JSON.stringify(key.name)} with kind ${key.kind}: ${text}`, { cause: error });
  }
}

interface States {
  readonly original: JsonObject;
  readonly modified: JsonObject;
  readonly current: JsonObject;
}

function createPatch(
  states: States,
  { object, threeWayForUnstructured }: { readonly object: KubeObject; readonly threeWayForUnstructured: boolean },
): Extract<Patch, { readonly body: JsonObject }> {
  const schema = builtinSchema(object);
  if (schema !== undefined) return { type: 'strategic', body: createThreeWayStrategicMergePatch(states, schema) };
  const { original, modified } = states;
  const body = threeWayForUnstructured ? createThreeWayMergePatch(states) : createMergePatch(original, modified);
  return { type: 'merge', body };
}
