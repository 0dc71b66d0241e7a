import { LocatedError } from '@gotk/located-error';
import { gcm } from '@noble/ciphers/aes.js';
import type { SopsLeaf } from '../tree/sops-tree.js';
import { bytesOfLeaf } from '../tree/value-bytes.js';
import { parseEncryptedValue, renderEncryptedValue } from './encrypted-value.js';
import { readPlainValue } from './plain-value.js';

const TAG_BYTES = 16;
const IV_BYTES = 32;

/**
 * Decrypts one value.
 *
 * @param context what the value is bound to: its path, each key followed by `:`.
 * @throws LocatedError `sops-value`
 */
export function decryptValue(text: string, key: Uint8Array, context: string): SopsLeaf {
  if (text === '') return '';
  const { data, iv, tag, type } = parseEncryptedValue(text);
  checkKey(key);
  if (iv.length === 0) throw valueError("cipher: the nonce can't have zero length");
  const sealed = new Uint8Array(data.length + tag.length);
  sealed.set(data);
  sealed.set(tag, data.length);
  return readPlainValue(open(sealed, { key, iv, context }), type);
}

interface Seal {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly context: string;
}

function open(sealed: Uint8Array, { key, iv, context }: Seal): Uint8Array {
  try {
    return gcm(key, iv, new TextEncoder().encode(context)).decrypt(sealed);
  } catch {
    throw valueError('Could not decrypt with AES_GCM: cipher: message authentication failed');
  }
}

/**
 * Encrypts one value; an empty text stays as it is.
 * @param random gives as many random bytes as it is asked for.
 */
export function encryptValue(
  leaf: SopsLeaf,
  { key, context, random }: Omit<Seal, 'iv'> & { readonly random: (bytes: number) => Uint8Array },
): string {
  const plain = bytesOfLeaf(leaf);
  const type = typeOf(leaf);
  if (plain.length === 0 && type !== 'time') return '';
  checkKey(key);
  const iv = random(IV_BYTES);
  const sealed = gcm(key, iv, new TextEncoder().encode(context)).encrypt(plain);
  const end = sealed.length - TAG_BYTES;
  return renderEncryptedValue({ data: sealed.subarray(0, end), iv, tag: sealed.subarray(end), type });
}

function typeOf(leaf: SopsLeaf): string {
  if (typeof leaf === 'string' || leaf instanceof Uint8Array) return 'str';
  if (typeof leaf === 'bigint') return 'int';
  if (typeof leaf === 'number') return 'float';
  if (typeof leaf === 'boolean') return 'bool';
  return leaf.kind;
}

function checkKey(key: Uint8Array): void {
  if (![16, 24, 32].includes(key.length)) throw valueError(`crypto/aes: invalid key size ${key.length}`);
}

function valueError(message: string): LocatedError {
  return new LocatedError({ code: 'sops-value', message });
}
