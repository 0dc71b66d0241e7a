import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type AgeHeader, readAgeHeader, renderHeaderWithoutMac } from './age-header.js';
import type { AgeIdentity } from './age-identity.js';
import { readArmor } from './armor.js';
import type { ByteSource } from './byte-source.js';
import { decryptPayload, readNonce } from './payload.js';
import type { Stanza } from './stanza.js';

/** An error about the header or the keys, as opposed to one about the payload. */
export class AgeReaderError extends Error {}

/**
 * Decrypts an armored age file.
 * @throws AgeReaderError in age's words when no key fits or the header is broken; Error for a broken payload.
 */
export async function decryptAge(armored: string, identities: readonly AgeIdentity[]): Promise<Uint8Array> {
  const source = readArmor(armored);
  const { fileKey, nonce } = await openFile(source, identities).catch((cause: unknown) => {
    throw new AgeReaderError(cause instanceof Error ? cause.message : String(cause));
  });
  return decryptPayload(source, fileKey, nonce);
}

async function openFile(
  source: ByteSource,
  identities: readonly AgeIdentity[],
): Promise<{ readonly fileKey: Uint8Array; readonly nonce: Uint8Array }> {
  const fileKey = await findFileKey(readHeader(source), identities);
  return { fileKey, nonce: readNonce(source) };
}

function readHeader(source: ByteSource): AgeHeader {
  try {
    return readAgeHeader(source);
  } catch (cause) {
    throw new Error(`failed to read header: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function findFileKey(header: AgeHeader, identities: readonly AgeIdentity[]): Promise<Uint8Array> {
  if (identities.length === 0) throw new Error('no identities specified');
  const ordered = [...identities].sort((a, b) => Number(b.native) - Number(a.native));
  for (const identity of ordered) {
    const fileKey = await identity.unwrap(header.stanzas);
    if (fileKey === undefined) continue;
    if (!equalBytes(headerMac(fileKey, header.stanzas), header.mac)) throw new Error('bad header MAC');
    return fileKey;
  }
  throw new Error(
    identities.length === 1
      ? 'identity did not match any of the recipients: incorrect identity for recipient block'
      : 'no identity matched any of the recipients',
  );
}

/** The code over a header. */
export function headerMac(fileKey: Uint8Array, stanzas: readonly Stanza[]): Uint8Array {
  const encoder = new TextEncoder();
  const key = hkdf(sha256, fileKey, undefined, encoder.encode('header'), 32);
  return hmac(sha256, key, encoder.encode(renderHeaderWithoutMac(stanzas)));
}

/** Takes the same time wherever the difference is. */
function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}
