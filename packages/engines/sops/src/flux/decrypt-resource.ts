import { isJsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { asJson, type KubeObject } from '@gotk/objects';
import { decodeBase64, encodeBase64 } from '../cipher/base64.js';
import { decryptFile, decryptSops, during, wrapError } from '../decrypt-sops.js';
import { detectSopsFormat, sopsFormatOfPath } from '../formats/format-of-file.js';
import { branchOfJson, jsonOfBranch } from '../formats/json/tree-of-json.js';
import type { DataKeyOptions } from '../keys/find-data-key.js';
import { extractMetadata } from '../metadata/extract-metadata.js';

const DECRYPT_ANNOTATION = 'kustomize.toolkit.fluxcd.io/decrypt';

/**
 * Decrypts an object as Flux does between kustomize's build and the substitution of variables: an object that SOPS encrypted
 * as a whole, or a Secret with encrypted files in its data. Objects annotated with
 * `kustomize.toolkit.fluxcd.io/decrypt: disabled` stay as they are.
 *
 * Integrity is not checked, because a build adds to objects what was not there when they were encrypted.
 *
 * @returns the object itself when there was nothing to decrypt.
 * @throws LocatedError with Flux' message (`failed to decrypt and format …`) and the codes of `decryptSops`.
 */
export async function decryptResource(object: KubeObject, options: DataKeyOptions): Promise<KubeObject> {
  const disabled = object.metadata?.annotations?.[DECRYPT_ANNOTATION];
  if (disabled?.toLowerCase() === 'disabled') return object;
  if (isEncryptedAsWhole(object)) return await decryptWhole(object, options);
  return object.kind === 'Secret' ? await decryptData(object, options) : object;
}

/** Whether SOPS encrypted the object itself, and not only files in it. */
export function isEncryptedAsWhole(object: KubeObject): boolean {
  const metadata = asJson(object)['sops'];
  if (!isJsonObject(metadata)) return false;
  const { mac } = metadata;
  return mac !== undefined && mac !== null && mac !== '';
}

async function decryptWhole(object: KubeObject, options: DataKeyOptions): Promise<KubeObject> {
  const { namespace = '', name = '' } = object.metadata ?? {};
  try {
    const file = during('sops-load', 'failed to load encrypted JSON data', () =>
      extractMetadata([branchOfJson(asJson(object))], 'nested'),
    );
    const [branch] = await decryptFile(file, options);
    return (branch === undefined ? {} : jsonOfBranch(branch)) as unknown as KubeObject;
  } catch (cause) {
    throw describe(cause, `'${namespace}/${name}' ${object.kind} data`);
  }
}

async function decryptData(object: KubeObject, options: DataKeyOptions): Promise<KubeObject> {
  const { data } = asJson(object);
  if (!isJsonObject(data)) return object;
  const decrypted: Record<string, JsonValue | undefined> = { ...data };
  let found = false;
  for (const key of Object.keys(data).sort()) {
    const bytes = bytesOf(data[key]);
    const format = bytes === undefined ? undefined : detectSopsFormat(bytes);
    if (bytes === undefined || format === undefined) continue;
    found = true;
    try {
      const plain = await decryptSops(bytes, { ...options, format, outputFormat: sopsFormatOfPath(key) });
      decrypted[key] = encodeBase64(plain);
    } catch (cause) {
      const { namespace = '', name = '' } = object.metadata ?? {};
      throw describe(cause, `'${namespace}/${name}' Secret field '${key}'`);
    }
  }
  return found ? ({ ...asJson(object), data: decrypted } as unknown as KubeObject) : object;
}

/** The bytes of a value of a Secret; `undefined` for what is not base64, which the API server will tell. */
function bytesOf(value: unknown): Uint8Array | undefined {
  try {
    return typeof value === 'string' ? decodeBase64(value) : undefined;
  } catch {
    return undefined;
  }
}

function describe(cause: unknown, what: string): unknown {
  return cause instanceof LocatedError ? wrapError(cause, cause.code, `failed to decrypt and format ${what}`) : cause;
}
