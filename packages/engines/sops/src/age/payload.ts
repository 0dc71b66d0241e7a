import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from './armor.js';
import type { ByteSource } from './byte-source.js';

const NONCE_BYTES = 16;
const CHUNK_BYTES = 64 * 1024;
const OVERHEAD = 16;
const CORRUPT = 'failed to decrypt and authenticate payload chunk, file may be corrupted or tampered with';

/** Reads what the payload's key is made with. @throws Error in age's words. */
export function readNonce(source: ByteSource): Uint8Array {
  const nonce = source.read(NONCE_BYTES);
  if (nonce.length < NONCE_BYTES) throw new Error(`failed to read nonce: ${endMessage(source, nonce.length)}`);
  return nonce;
}

/** Decrypts what follows the nonce. @throws Error in age's words. */
export function decryptPayload(source: ByteSource, fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  const key = payloadKey(fileKey, nonce);
  const plain: Uint8Array[] = [];
  for (let index = 0; ; index++) {
    const { chunk, last } = decryptChunk(source, key, index);
    plain.push(chunk);
    if (last) return concatBytes(plain);
  }
}

function endMessage(source: ByteSource, read: number): string {
  return source.fault?.message ?? (read === 0 ? 'EOF' : 'unexpected EOF');
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdf(sha256, fileKey, nonce, new TextEncoder().encode('payload'), 32);
}

/** Only the last chunk may be shorter than the others. */
function decryptChunk(source: ByteSource, key: Uint8Array, index: number): { chunk: Uint8Array; last: boolean } {
  const sealed = source.read(CHUNK_BYTES + OVERHEAD);
  if (sealed.length < CHUNK_BYTES + OVERHEAD) {
    if (source.fault !== undefined) throw payloadError(source.fault.message);
    if (sealed.length === 0) throw payloadError('unexpected EOF');
    if (index > 0 && sealed.length === OVERHEAD)
      throw payloadError('last chunk is empty, try age v1.0.0, and please consider reporting this');
    const chunk = open(sealed, key, chunkNonce(index, true));
    if (chunk === undefined) throw payloadError(CORRUPT);
    return { chunk, last: true };
  }
  const chunk = open(sealed, key, chunkNonce(index, false));
  if (chunk !== undefined) return { chunk, last: false };
  const lastChunk = open(sealed, key, chunkNonce(index, true));
  if (lastChunk === undefined) throw payloadError(CORRUPT);
  if (source.peek(1).length > 0) throw payloadError('trailing data after end of encrypted file');
  return { chunk: lastChunk, last: true };
}

function payloadError(problem: string): Error {
  return new Error(`failed to copy age decrypted data into bytes.Buffer: ${problem}`);
}

function chunkNonce(index: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function open(sealed: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array | undefined {
  try {
    return chacha20poly1305(key, nonce).decrypt(sealed);
  } catch {
    return undefined;
  }
}

/** Encrypts a payload. @param nonce 16 random bytes. */
export function encryptPayload(plain: Uint8Array, fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  const key = payloadKey(fileKey, nonce);
  const count = Math.max(1, Math.ceil(plain.length / CHUNK_BYTES));
  const chunks = Array.from({ length: count }, (_, index) =>
    chacha20poly1305(key, chunkNonce(index, index === count - 1)).encrypt(
      plain.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
    ),
  );
  return concatBytes([nonce, ...chunks]);
}
