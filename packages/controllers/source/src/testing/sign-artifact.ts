import { type KeyObject, sign } from 'node:crypto';
import type { OciRegistryServer } from '@gotk/oci';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

export interface SignOptions {
  readonly repository: string;
  /** Of the artifact. */
  readonly digest: string;
  readonly key: KeyObject;
  /** What the signature says that it is of. Default: the artifact. */
  readonly signed?: string;
}

/** Signs an artifact as `cosign sign --key` of version 2 does: by a tag beside it. */
export function signArtifact(
  registry: OciRegistryServer,
  { repository, digest, key, signed = digest }: SignOptions,
): void {
  const critical = {
    identity: { 'docker-reference': `example.com/${repository}` },
    image: { 'docker-manifest-digest': signed },
    type: 'cosign container image signature',
  };
  const payload = Buffer.from(JSON.stringify({ critical, optional: null }));
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', payload, key).toString('base64');
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    digest: registry.putBlob(repository, payload),
    size: payload.length,
    annotations: { 'dev.cosignproject.cosign/signature': signature },
  };
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, layers: [layer] }));
  registry.putManifest(repository, { tag: `${digest.replace(':', '-')}.sig`, mediaType: MANIFEST, bytes });
}
