import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { OciClient, OciManifest } from '@gotk/oci';
import { type FailureContext, tellingFailures } from '../../conditions/source-failure.js';
import type { OciRepository } from '../parse-oci-repository.js';
import type { RemoteArtifact } from './resolve-artifact.js';

/** Larger layers are refused. */
const MAX_LAYER_BYTES = 512 * 1024 * 1024;
/** Manifests behind an index that names several platforms. */
const PLATFORM = { os: 'linux', architecture: 'amd64' };

/** A layer as it is in the registry. */
export interface PulledLayer {
  readonly bytes: Uint8Array;
  /** Of the manifest. */
  readonly annotations: Readonly<Record<string, string>>;
}

const LAYER_FAILED: FailureContext = { condition: 'FetchFailed', reason: 'OCIArtifactLayerOperationFailed' };

/** Pulls the layer that `spec.layerSelector` names; default: the first. */
export async function pullLayer(
  client: OciClient,
  { object, remote }: { readonly object: OciRepository; readonly remote: RemoteArtifact },
  signal: AbortSignal,
): Promise<PulledLayer> {
  const { url, layer } = object.decoded;
  const message = `failed to pull artifact from '${url}'`;
  const pulling = { condition: 'FetchFailed', reason: 'OCIArtifactPullFailed', message } as const;
  const { content } = await tellingFailures(pulling, () => fetchImage(client, remote, signal));
  const digest = await tellingFailures(LAYER_FAILED, () => selectLayer(content, layer.mediaType));
  const unreadable = { ...LAYER_FAILED, message: 'failed to extract the first layer from artifact' };
  const bytes = await tellingFailures(unreadable, () =>
    client.fetchBlob(remote.reference, { digest, limitBytes: MAX_LAYER_BYTES }, signal),
  );
  return { bytes, annotations: annotationsOf(content) };
}

async function fetchImage(client: OciClient, remote: RemoteArtifact, signal: AbortSignal): Promise<OciManifest> {
  const manifest = await client.fetchManifest(remote.reference, remote.digest, signal);
  const { manifests } = manifest.content;
  if (!Array.isArray(manifests)) return manifest;
  const chosen = manifests.filter(isJsonObject).find(isForPlatform);
  if (chosen === undefined) throw new Error(`no child with platform ${PLATFORM.os}/${PLATFORM.architecture} in index`);
  return client.fetchManifest(remote.reference, String(chosen['digest']), signal);
}

/** A manifest without a platform counts as one for this. */
function isForPlatform({ platform }: JsonObject): boolean {
  if (!isJsonObject(platform)) return true;
  return platform['os'] === PLATFORM.os && platform['architecture'] === PLATFORM.architecture;
}

function selectLayer({ layers }: JsonObject, mediaType: string): string {
  const all = (Array.isArray(layers) ? (layers as readonly JsonValue[]) : []).filter(isJsonObject);
  if (all.length === 0) throw new Error('no layers found in artifact');
  const layer = mediaType === '' ? all[0] : all.find((each) => each['mediaType'] === mediaType);
  if (layer === undefined) throw new Error(`failed to find layer with media type '${mediaType}' in artifact`);
  return String(layer['digest']);
}

function annotationsOf({ annotations }: JsonObject): Readonly<Record<string, string>> {
  if (!isJsonObject(annotations)) return {};
  const texts = Object.entries(annotations).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}
