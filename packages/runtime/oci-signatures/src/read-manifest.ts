import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type OciManifest, RegistryError } from '@gotk/oci';

/** Signatures and envelopes are small. */
export const MAX_SIGNATURE_BYTES = 4 * 1024 * 1024;
/** Signatures that are looked at. */
export const MAX_SIGNATURES = 100;

/** What a manifest says of a part of a signature. */
export interface SignatureLayer {
  readonly mediaType: string;
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The layers of a manifest, as far as they are looked at. */
export function layersOf({ content }: OciManifest): readonly SignatureLayer[] {
  return objectsIn(content['layers'])
    .slice(0, MAX_SIGNATURES)
    .map(({ mediaType, digest, annotations }) => ({
      mediaType: String(mediaType),
      digest: String(digest),
      annotations: textsIn(annotations),
    }));
}

function textsIn(value: JsonValue | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(isJsonObject(value) ? value : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The objects of a list; none where it is no list. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? (value as readonly JsonValue[]) : []).filter(isJsonObject);
}

/** A JSON object; an empty one where the text is none. */
export function parseObject(bytes: Uint8Array | string): JsonObject {
  try {
    const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** What is read; `undefined` where the registry does not have it. */
export async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return undefined;
    throw error;
  }
}
