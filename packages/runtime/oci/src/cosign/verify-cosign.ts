import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { OciClient, OciManifest } from '../client/oci-client.js';
import { RegistryError } from '../client/registry-error.js';
import type { OciRepositoryName } from '../reference/oci-reference.js';

const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
const SIGNATURE = 'dev.cosignproject.cosign/signature';
const BUNDLE =
  /^application\/vnd\.dev\.sigstore\.bundle\.v0\.\d+\+json$|^application\/vnd\.dev\.sigstore\.bundle\+json;version=0\.\d+$/;
const IN_TOTO = 'application/vnd.in-toto+json';
const MAX_SIGNATURE_BYTES = 4 * 1024 * 1024;
/** Signatures that are looked at. */
const MAX_SIGNATURES = 100;

/** Whose signature is looked for, and on what. */
export interface CosignQuery {
  readonly name: OciRepositoryName;
  /** Of the manifest that is to have been signed. */
  readonly digest: string;
  /** In PEM. */
  readonly publicKey: string;
}

/**
 * Whether somebody who has the private key has signed a manifest, as `cosign sign --key` does: by a bundle that refers to it,
 * or, where there is none, by a tag beside it. The transparency log is not asked, as in Flux.
 *
 * @throws Error for a key that is none; RegistryError and LocatedError for what cannot be read.
 */
export async function verifyCosignKey(
  client: OciClient,
  { name, digest, publicKey }: CosignQuery,
  signal: AbortSignal,
): Promise<boolean> {
  const key = parseKey(publicKey);
  const bundles = await findBundles(client, { name, digest }, signal);
  if (bundles.length > 0) return bundles.some((bundle) => isSignedBundle(bundle, { key, digest }));
  return hasSignatureTag(client, { name, digest, key }, signal);
}

function parseKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new Error('PEM decoding failed');
  }
}

interface Signed {
  readonly name: OciRepositoryName;
  readonly digest: string;
}

async function findBundles(
  client: OciClient,
  { name, digest }: Signed,
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const referrers = await client.listReferrers(name, digest, signal);
  const signing = referrers.filter(({ artifactType }) => BUNDLE.test(artifactType)).slice(0, MAX_SIGNATURES);
  const bundles: JsonObject[] = [];
  for (const { digest: reference } of signing) {
    const manifest = await client.fetchManifest(name, reference, signal);
    for (const { digest: layer } of layersOf(manifest))
      bundles.push(await readJson(client, { name, digest: layer }, signal));
  }
  return bundles;
}

/** A statement on the manifest, in an envelope of DSSE. */
function isSignedBundle(
  bundle: JsonObject,
  { key, digest }: { readonly key: KeyObject; readonly digest: string },
): boolean {
  const { dsseEnvelope: envelope } = bundle;
  if (!isJsonObject(envelope) || envelope['payloadType'] !== IN_TOTO) return false;
  const payload = Buffer.from(String(envelope['payload']), 'base64');
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} `), payload]);
  const isGenuine = objectsIn(envelope['signatures']).some(({ sig }) => isSignature(key, signed, String(sig)));
  return isGenuine && subjectsOf(payload).includes(digest);
}

function subjectsOf(payload: Buffer): readonly string[] {
  const statement = parseObject(payload.toString('utf8'));
  return objectsIn(statement['subject']).flatMap(({ digest }) =>
    isJsonObject(digest) && typeof digest['sha256'] === 'string' ? [`sha256:${digest['sha256']}`] : [],
  );
}

interface SignatureTag extends Signed {
  readonly key: KeyObject;
}

/** Each layer of the manifest under the tag is a payload, with its signature beside it. */
async function hasSignatureTag(
  client: OciClient,
  { name, digest, key }: SignatureTag,
  signal: AbortSignal,
): Promise<boolean> {
  const tag = `${digest.replace(':', '-')}.sig`;
  const manifest = await orNothing(() => client.fetchManifest(name, tag, signal));
  if (manifest === undefined) return false;
  const layers = layersOf(manifest).filter(({ mediaType }) => mediaType === SIMPLE_SIGNING);
  for (const { digest: layer, signature } of layers) {
    const payload = await client.fetchBlob(name, { digest: layer, limitBytes: MAX_SIGNATURE_BYTES }, signal);
    if (isSignature(key, payload, signature) && signedDigest(payload) === digest) return true;
  }
  return false;
}

function signedDigest(payload: Uint8Array): string | undefined {
  const { critical } = parseObject(Buffer.from(payload).toString('utf8'));
  if (!isJsonObject(critical) || critical['type'] !== 'cosign container image signature') return undefined;
  const { image } = critical;
  return isJsonObject(image) ? String(image['docker-manifest-digest']) : undefined;
}

function isSignature(key: KeyObject, data: Uint8Array, signature: string): boolean {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  try {
    return verify(algorithm, data, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

interface SignatureLayer {
  readonly mediaType: string;
  readonly digest: string;
  readonly signature: string;
}

function layersOf({ content }: OciManifest): readonly SignatureLayer[] {
  return objectsIn(content['layers'])
    .slice(0, MAX_SIGNATURES)
    .map(({ mediaType, digest, annotations }) => {
      const signature = isJsonObject(annotations) ? annotations[SIGNATURE] : undefined;
      return {
        mediaType: String(mediaType),
        digest: String(digest),
        signature: typeof signature === 'string' ? signature : '',
      };
    });
}

async function readJson(client: OciClient, { name, digest }: Signed, signal: AbortSignal): Promise<JsonObject> {
  const bytes = await client.fetchBlob(name, { digest, limitBytes: MAX_SIGNATURE_BYTES }, signal);
  return parseObject(Buffer.from(bytes).toString('utf8'));
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? (value as readonly JsonValue[]) : []).filter(isJsonObject);
}

async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return undefined;
    throw error;
  }
}
