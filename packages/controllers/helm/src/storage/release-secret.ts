import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseRelease } from './parse-release.js';
import type { Release } from './release.js';
import { renderRelease } from './render-release.js';

/** Helm's own labels on the Secret of a release. */
const SYSTEM_LABELS: ReadonlySet<string> = new Set(['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt']);

/** A Secret holds at most 1 MiB; even a chart that compresses a hundred times stays below this. */
const MAX_RELEASE_BYTES = 256 * 1024 * 1024;

const compress = promisify(gzip);

/** Name of the Secret that holds a revision. */
export function releaseSecretName({ name, version }: { readonly name: string; readonly version: number }): string {
  return `sh.helm.release.v1.${name}.v${version}`;
}

/** The Secret that holds a release. `stamp` is the label that tells when it was written. */
export async function encodeReleaseSecret(
  release: Release,
  { namespace, stamp }: { readonly namespace: string; readonly stamp: Readonly<Record<string, string>> },
): Promise<KubeObject> {
  // Releases of charts with many definitions are large, and stored once for each step of each hook.
  const compressed = await compress(renderRelease(release));
  const encoded = Buffer.from(compressed.toString('base64'), 'latin1').toString('base64');
  const labels = {
    ...release.labels,
    ...stamp,
    name: release.name,
    owner: 'helm',
    status: release.info.status,
    version: String(release.version),
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: releaseSecretName(release), namespace, labels },
    type: 'helm.sh/release.v1',
    data: { release: encoded },
  };
}

/** Reads the release in a Secret. @throws LocatedError `release-malformed` */
export function decodeReleaseSecret(secret: KubeObject): Release {
  const data = fieldOf(secret, 'data', 'release');
  if (typeof data !== 'string') throw malformed('the Secret has no release');
  const bytes = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
  const labels = Object.entries(secret.metadata.labels ?? {}).filter(([name]) => !SYSTEM_LABELS.has(name));
  return parseRelease(inflate(bytes).toString('utf8'), Object.fromEntries(labels));
}

/** Releases from before Helm compressed them are plain. */
function inflate(bytes: Buffer): Buffer {
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
  if (!isCompressed) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_RELEASE_BYTES });
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function malformed(why: string, cause?: unknown): LocatedError {
  return new LocatedError({ code: 'release-malformed', message: `failed to decode release: ${why}`, cause });
}
