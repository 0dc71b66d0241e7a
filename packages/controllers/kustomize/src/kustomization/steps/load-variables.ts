import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Kustomization, KustomizationSpec } from '@gotk/flux-types';
import { isJsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** Variables by name. */
export type Variables = ReadonlyMap<string, string>;

/**
 * The variables of `spec.postBuild`: those of the ConfigMaps and Secrets in order, and over them the inline ones. Line
 * ends are taken out of the values.
 *
 * @throws Error with Flux's text when a reference that is not optional cannot be read.
 */
export async function loadVariables({
  object,
  client,
  signal,
}: Pick<ReconcileContext<Kustomization>, 'object' | 'client' | 'signal'>): Promise<Variables> {
  const variables = new Map<string, string>();
  for (const reference of object.spec.postBuild?.substituteFrom ?? []) {
    const source = await readReference(reference, { namespace: object.metadata.namespace, client, signal });
    if (source !== undefined) addAll(variables, valuesOf(source));
  }
  addAll(variables, Object.entries(object.spec.postBuild?.substitute ?? {}));
  return variables;
}

type SubstituteReference = NonNullable<NonNullable<KustomizationSpec['postBuild']>['substituteFrom']>[number];

async function readReference(
  { kind, name, optional = false }: SubstituteReference,
  {
    namespace,
    client,
    signal,
  }: Pick<ReconcileContext, 'client' | 'signal'> & { readonly namespace: string | undefined },
): Promise<KubeObject | undefined> {
  try {
    return await client.get({ apiVersion: 'v1', kind, namespace, name }, undefined, signal);
  } catch (error) {
    if (optional && isApiError(error, 'NotFound')) return undefined;
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`substitute from '${kind}/${name}' error: ${text}`, { cause: error });
  }
}

function valuesOf(source: KubeObject): readonly (readonly [name: string, value: string])[] {
  const data = fieldOf(source, 'data');
  if (!isJsonObject(data)) return [];
  return Object.entries(data).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    return [[name, source.kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value]];
  });
}

function addAll(variables: Map<string, string>, values: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of values) variables.set(name, value.replaceAll('\n', ''));
}
