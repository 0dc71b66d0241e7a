import type { ReconcileContext } from '@gotk/controller-runtime';
import { isJsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** Key → value of a Secret. */
export type SecretData = ReadonlyMap<string, string>;

/**
 * Reads a Secret in the namespace of the object.
 * @throws ApiError when it is not there or may not be read.
 */
export async function readSecret(context: SecretContext, name: string): Promise<SecretData> {
  const data = await readSecretBytes(context, name);
  return new Map([...data].map(([field, value]) => [field, value.toString('utf8')]));
}

type SecretContext = Pick<ReconcileContext<KubeObject>, 'client' | 'key' | 'signal'>;

/** Like {@link readSecret}, for what need not be text. */
export async function readSecretBytes(
  { client, key, signal }: SecretContext,
  name: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const reference = { apiVersion: 'v1', kind: 'Secret', namespace: key.namespace, name };
  const data = fieldOf(await client.get(reference, undefined, signal), 'data');
  if (!isJsonObject(data)) return new Map();
  const entries = Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new Map(entries.map(([field, value]) => [field, Buffer.from(value, 'base64')]));
}
