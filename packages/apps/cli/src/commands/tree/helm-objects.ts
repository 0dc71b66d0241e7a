import { gunzipSync } from 'node:zlib';
import type { ObjectId } from '@gotk/inventory';
import { isJsonObject } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject, parseApiVersion } from '@gotk/objects';
import { parseYamlDocuments } from '@gotk/yaml';
import { textAt } from '../../kinds/cli-kind.js';

const MAX_RELEASE_BYTES = 64 * 1024 * 1024;

/** The objects of the latest release of a HelmRelease; none when it has none, or releases to another cluster. */
export async function helmObjects(
  client: KubeClient,
  release: KubeObject,
  signal: AbortSignal,
): Promise<readonly ObjectId[]> {
  const history = fieldOf(release, 'status', 'history');
  const latest = Array.isArray(history) ? history[0] : undefined;
  const namespace = textAt(release, 'status', 'storageNamespace');
  if (fieldOf(release, 'spec', 'kubeConfig') !== undefined || latest === undefined || namespace === '') return [];
  const name = `sh.helm.release.v1.${textAt(latest, 'name')}.v${String(fieldOf(latest, 'version'))}`;
  const secret = await client.find({ apiVersion: 'v1', kind: 'Secret', namespace, name }, {}, signal);
  if (secret === undefined) return [];
  const manifest = readManifest(secret, release);
  return Promise.all(manifest.map((object) => nameOf(client, object, textAt(latest, 'namespace'))));
}

function readManifest(secret: KubeObject, { metadata }: KubeObject): readonly KubeObject[] {
  const stored = Buffer.from(Buffer.from(textAt(secret, 'data', 'release'), 'base64').toString('latin1'), 'base64');
  const isZipped = stored[0] === 0x1f && stored[1] === 0x8b && stored[2] === 0x08;
  try {
    const bytes = isZipped ? gunzipSync(stored, { maxOutputLength: MAX_RELEASE_BYTES }) : stored;
    const release: unknown = JSON.parse(bytes.toString('utf8'));
    // Helm wrote the manifest out of objects; anything else has no apiVersion and kind and is left out.
    return parseYamlDocuments(textAt(release, 'manifest'))
      .map(({ value }) => value)
      .filter((value) => isJsonObject(value) && typeof value['kind'] === 'string') as unknown as KubeObject[];
  } catch (error) {
    const owner = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
    throw new Error(`failed to decode the Helm storage object for HelmRelease '${owner}'`, { cause: error });
  }
}

async function nameOf(client: KubeClient, object: KubeObject, releaseNamespace: string): Promise<ObjectId> {
  const { apiVersion, kind, metadata } = object;
  const resource = metadata.namespace === undefined ? await client.resourceFor({ apiVersion, kind }) : undefined;
  const namespace = metadata.namespace ?? (resource?.namespaced === true ? releaseNamespace : '');
  return { namespace, name: metadata.name ?? '', group: parseApiVersion(apiVersion).group, kind };
}
