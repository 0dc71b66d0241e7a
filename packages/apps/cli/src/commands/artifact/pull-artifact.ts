import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { OciClient, OciManifest, OciReference } from '@gotk/oci';
import { nameIn } from './artifact-reference.js';

/** An artifact as it lies in a registry. */
export interface PulledArtifact {
  /** Of the manifest. */
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Digest of the first layer. */
  readonly layer: string;
}

/** Upper limit of what is downloaded. */
const MAX_LAYER_BYTES = 1024 * 1024 * 1024;

/** Reads the manifest of an artifact; of an index, that for linux/amd64, as go-containerregistry does. */
export async function pullArtifact(
  client: OciClient,
  reference: OciReference,
  signal: AbortSignal,
): Promise<PulledArtifact> {
  const manifest = await fetchImage(client, reference, signal);
  const [first] = listOf(manifest.content['layers']);
  const digest = first?.['digest'];
  if (typeof digest !== 'string') throw new Error('no layers found in artifact');
  return { digest: manifest.digest, annotations: annotationsOf(manifest), layer: digest };
}

/** The bytes of the first layer. */
export function pullLayer(
  client: OciClient,
  { reference, artifact }: { readonly reference: OciReference; readonly artifact: PulledArtifact },
  signal: AbortSignal,
): Promise<Uint8Array> {
  return client.fetchBlob(reference, { digest: artifact.layer, limitBytes: MAX_LAYER_BYTES }, signal);
}

/** The annotations of a manifest that are texts. */
export function annotationsOf({ content }: OciManifest): Readonly<Record<string, string>> {
  const annotations = content['annotations'];
  const entries = Object.entries(isJsonObject(annotations) ? annotations : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

async function fetchImage(client: OciClient, reference: OciReference, signal: AbortSignal): Promise<OciManifest> {
  const manifest = await client.fetchManifest(reference, nameIn(reference), signal);
  const children = listOf(manifest.content['manifests']);
  if (children.length === 0) return manifest;
  const child = children.find(({ platform }) => isJsonObject(platform) && isDefaultPlatform(platform))?.['digest'];
  if (typeof child !== 'string') throw new Error(`no child with platform linux/amd64 in index ${manifest.digest}`);
  return client.fetchManifest(reference, child, signal);
}

function isDefaultPlatform({ os, architecture }: JsonObject): boolean {
  return os === 'linux' && architecture === 'amd64';
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
