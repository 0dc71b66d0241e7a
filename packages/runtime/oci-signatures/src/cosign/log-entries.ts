import { X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { objectsIn, parseObject } from '../read-manifest.js';

/** The name of a log of Rekor 1 ends with the number of its tree. */
const NAME_WITH_TREE = / - \d+$/;

/**
 * Refuses entries of the transparency log that cosign refuses and the sigstore library does not look at: those that were
 * written for another certificate, and those of Rekor 1 with a checkpoint of another kind of log.
 *
 * @param bundle a bundle with a certificate.
 * @throws Error with cosign's text where it has one.
 */
export function refuseForeignEntries(bundle: JsonObject): void {
  const material = objectAt(bundle, 'verificationMaterial');
  const certificate = certificateOf(material);
  for (const entry of objectsIn(material['tlogEntries'])) {
    if (!isOfRekor1(objectAt(entry, 'kindVersion'))) continue;
    requireTreeInCheckpoint(entry);
    const logged = loggedCertificate(entry);
    if (certificate === undefined || logged === undefined || !certificate.raw.equals(logged.raw))
      throw new Error('transparency log certificate does not match');
  }
}

/** Entries of Rekor 2 are made of the signature, so that nothing is left to compare. */
function isOfRekor1({ kind, version }: JsonObject): boolean {
  return version === '0.0.1' || kind === 'intoto';
}

function certificateOf(material: JsonObject): X509Certificate | undefined {
  const [first] = objectsIn(objectAt(material, 'x509CertificateChain')['certificates']);
  const { rawBytes } = first ?? objectAt(material, 'certificate');
  return typeof rawBytes === 'string' ? parseCertificate(Buffer.from(rawBytes, 'base64')) : undefined;
}

/** Entries without a proof have no checkpoint. */
function requireTreeInCheckpoint(entry: JsonObject): void {
  const { envelope } = objectAt(objectAt(entry, 'inclusionProof'), 'checkpoint');
  if (typeof envelope !== 'string') return;
  const [name = ''] = envelope.split('\n', 1);
  if (!NAME_WITH_TREE.test(name)) throw new Error('the checkpoint of the transparency log does not number its tree');
}

function loggedCertificate({ canonicalizedBody }: JsonObject): X509Certificate | undefined {
  const pem = loggedKey(parseObject(Buffer.from(String(canonicalizedBody), 'base64')));
  return typeof pem === 'string' ? parseCertificate(Buffer.from(pem, 'base64')) : undefined;
}

/** Where each kind of entry holds the certificate, as PEM in base64. */
function loggedKey(body: JsonObject): JsonValue | undefined {
  const spec = objectAt(body, 'spec');
  if (body['kind'] === 'hashedrekord') return objectAt(objectAt(spec, 'signature'), 'publicKey')['content'];
  if (body['kind'] === 'dsse') return objectsIn(spec['signatures'])[0]?.['verifier'];
  return objectsIn(objectAt(objectAt(spec, 'content'), 'envelope')['signatures'])[0]?.['publicKey'];
}

function parseCertificate(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

function objectAt(parent: JsonObject, name: string): JsonObject {
  const value = parent[name];
  return isJsonObject(value) ? value : {};
}
