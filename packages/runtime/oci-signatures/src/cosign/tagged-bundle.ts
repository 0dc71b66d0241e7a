import { createHash, X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { parseObject } from '../read-manifest.js';
import { SIGNATURE } from './cosign-key-check.js';
import type { TaggedSignature } from './find-signatures.js';

const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const LOG_ENTRY = 'dev.sigstore.cosign/bundle';
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp';

/**
 * A signature of cosign 2 in the form of a bundle.
 * @throws Error for one that was made without a certificate, or without an entry in the transparency log beside it.
 */
export function bundleOfTagged({ payload, annotations }: TaggedSignature): JsonObject {
  const digest = createHash('sha256').update(payload).digest('base64');
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: requireCertificate(annotations[CERTIFICATE]) }] },
      tlogEntries: [requireLogEntry(annotations[LOG_ENTRY])],
      ...timestampsOf(annotations[TIMESTAMP]),
    },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest },
      signature: annotations[SIGNATURE] ?? '',
    },
  };
}

function requireCertificate(pem: string | undefined): string {
  if (pem === undefined || pem === '') throw new Error('no certificate found on signature');
  try {
    return new X509Certificate(pem).raw.toString('base64');
  } catch {
    throw new Error('the certificate on the signature cannot be read');
  }
}

function requireLogEntry(text: string | undefined): JsonObject {
  const { Payload: entry, SignedEntryTimestamp: signedEntryTimestamp } = parseObject(text ?? '');
  if (!isJsonObject(entry)) throw new Error('no valid tlog entries found');
  const { body, integratedTime, logIndex, logID } = entry;
  const { kind, apiVersion } = parseObject(Buffer.from(String(body), 'base64'));
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(String(logID), 'hex').toString('base64') },
    kindVersion: { kind: String(kind), version: String(apiVersion) },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: String(signedEntryTimestamp) },
    canonicalizedBody: String(body),
  };
}

function timestampsOf(text: string | undefined): JsonObject {
  const { SignedRFC3161Timestamp: signedTimestamp } = parseObject(text ?? '');
  if (typeof signedTimestamp !== 'string') return {};
  return { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp }] } };
}
