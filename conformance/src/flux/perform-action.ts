import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFluxKind } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { fieldOf, type KindRef, type KubeObject } from '@gotk/objects';
import type { Environment } from './environment.js';
import type { Action } from './scenario.js';

/** The result of the last request, for a `result` action that follows it. */
export interface ActionResult {
  readonly error: unknown;
}

/** Kinds that actions name without a version. */
const KINDS: Readonly<Record<string, string>> = {
  ConfigMap: 'v1',
  Secret: 'v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  Namespace: 'v1',
  Deployment: 'apps/v1',
  Job: 'batch/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
};

/**
 * Does one action of a scenario.
 * @returns the error of a refused request; a `result` action checks the last one.
 */
export async function performAction(
  action: Action,
  {
    environment,
    namespace,
    last,
  }: { readonly environment: Environment; readonly namespace: string; readonly last: ActionResult },
): Promise<ActionResult> {
  const [name = ''] = Object.keys(action);
  const value = JSON.parse(environment.localize(JSON.stringify(action[name])));
  const { client, repositories, registry, web } = environment;
  switch (name) {
    case 'gitCommit':
      await repositories.commit(value);
      return { error: undefined };
    case 'ociPush':
      registry.push(value);
      return { error: undefined };
    case 'serve':
      web.serve(value);
      return { error: undefined };
    case 'apply':
      return attempt(() => client.apply(complete(value, namespace), { fieldManager: 'harness', force: true }));
    case 'create':
      return attempt(() => client.create(value.object, { fieldManager: value.fieldManager }));
    case 'mergePatch':
      return attempt(() => patch(value, { environment, namespace, fieldManager: 'harness' }));
    case 'kubectlPatch':
      return attempt(() => patch(value, { environment, namespace, fieldManager: value.fieldManager }));
    case 'delete':
      return attempt(() => client.delete(keyOf(value, namespace), { propagation: 'Background' }));
    case 'storage':
      await disturbStorage(String(value), { environment, namespace });
      return { error: undefined };
    case 'result':
      checkResult(value, last);
      return { error: undefined };
    case 'plaintext':
    case 'workDir':
    case 'observedCRD':
    case 'observed':
      return last;
    default:
      throw new Error(`action ${JSON.stringify(name)} is not known`);
  }
}

async function attempt(run: () => Promise<unknown>): Promise<ActionResult> {
  try {
    await run();
    return { error: undefined };
  } catch (error) {
    if (isApiError(error)) return { error };
    throw error;
  }
}

/** A refused request is reported with its code and text; nothing else is. */
function checkResult(expected: JsonObject, { error }: ActionResult): void {
  const { rejected, message } = expected;
  if (rejected === undefined) return;
  if (!isApiError(error)) throw new Error(`the request was accepted, not refused with ${rejected}`);
  if (error.code !== rejected) throw new Error(`refused with ${error.code}, not ${rejected}: ${error.message}`);
  if (message !== undefined && error.message !== message) {
    throw new Error(`refused with another text:\n- ${message}\n+ ${error.message}`);
  }
}

function complete(object: KubeObject, namespace: string): KubeObject {
  const isCluster = ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'].includes(
    object.kind,
  );
  if (isCluster || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function keyOf(reference: JsonObject, namespace: string) {
  const kind = String(reference['kind']);
  const name = String(reference['name']);
  return { ...kindOf(kind), name, namespace: String(reference['namespace'] ?? namespace) };
}

function kindOf(kind: string): KindRef {
  const info = findFluxKind(kind);
  const apiVersion = info === undefined ? KINDS[kind] : `${info.group}/${info.version}`;
  if (apiVersion === undefined) throw new Error(`the version of ${kind} is not known`);
  return { apiVersion, kind };
}

function patch(
  value: JsonObject,
  {
    environment,
    namespace,
    fieldManager,
  }: { readonly environment: Environment; readonly namespace: string; readonly fieldManager: string },
): Promise<KubeObject> {
  const body = value['patch'] as JsonObject;
  return environment.client.patch(keyOf(value, namespace), { type: 'merge', body }, { fieldManager });
}

/** Does to the artifacts of the namespace's GitRepositories what the text says. */
async function disturbStorage(
  what: string,
  { environment, namespace }: { readonly environment: Environment; readonly namespace: string },
): Promise<void> {
  const { items } = await environment.client.list(kindOf('GitRepository'), { namespace });
  for (const item of items) {
    const file = join(environment.store.root, String(fieldOf(item, 'status', 'artifact', 'path')));
    const [, text] = /overwritten with the text "(.*)"/.exec(what) ?? [];
    if (text === undefined) unlinkSync(file);
    else writeFileSync(file, text);
  }
}
