import type { JsonValue } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from './cli-kind.js';

/** Where variables are read from. */
export interface VariableAccess {
  /** Asked for only where the Kustomization refers to objects. Absent: references are passed over. */
  readonly client?: () => Promise<KubeClient>;
  readonly signal: AbortSignal;
}

/**
 * The variables of a Kustomization's `spec.postBuild`: those of ConfigMaps and Secrets in order, over them the inline ones.
 * Line ends are taken out, as the controller has it.
 *
 * @throws Error with Flux's text when a reference that is not optional cannot be read.
 */
export async function readVariables(
  kustomization: KubeObject,
  { client, signal }: VariableAccess,
): Promise<ReadonlyMap<string, string>> {
  const variables = new Map<string, string>();
  const references = fieldOf(kustomization, 'spec', 'postBuild', 'substituteFrom');
  const { namespace = '' } = kustomization.metadata;
  for (const reference of Array.isArray(references) ? references : []) {
    if (client === undefined) break;
    const values = await readReference(reference, { client: await client(), namespace, signal });
    for (const [key, value] of values) variables.set(key, value);
  }
  for (const [key, value] of Object.entries(fieldOf(kustomization, 'spec', 'postBuild', 'substitute') ?? {})) {
    variables.set(key, String(value).replaceAll('\n', ''));
  }
  return variables;
}

async function readReference(
  reference: JsonValue,
  {
    client,
    namespace,
    signal,
  }: { readonly client: KubeClient; readonly namespace: string; readonly signal: AbortSignal },
): Promise<readonly (readonly [string, string])[]> {
  const [kind, name] = [textAt(reference, 'kind'), textAt(reference, 'name')];
  const object = await client.find({ apiVersion: 'v1', kind, namespace, name }, {}, signal);
  if (object === undefined) {
    if (fieldOf(reference, 'optional') === true) return [];
    throw new Error(`substitute from '${kind}/${name}' error: ${kind.toLowerCase()}s "${name}" not found`);
  }
  return Object.entries(fieldOf(object, 'data') ?? {}).map(([key, value]) => {
    const text = kind === 'Secret' ? Buffer.from(String(value), 'base64').toString('utf8') : String(value);
    return [key, text.replaceAll('\n', '')];
  });
}
