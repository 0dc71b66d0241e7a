import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key for SSH as Secrets for Git hold it. */
export interface SshKeyPair {
  /** PEM. */
  readonly privateKey: string;
  /** A line as authorized_keys has it. */
  readonly publicKey: string;
}

/** What kind of key to make. */
export interface SshKeyKind {
  readonly algorithm: string;
  readonly rsaBits: number;
  /** `p256`, `p384` or `p521`. */
  readonly curve: string;
}

/** Makes a key. */
export function generateSshKey({ algorithm, rsaBits, curve }: SshKeyKind): SshKeyPair {
  const { privateKey, publicKey } = generate();
  return {
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey: authorizedKey(publicKey),
  };

  function generate(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
    if (algorithm === 'rsa') return generateKeyPairSync('rsa', { modulusLength: rsaBits });
    if (algorithm === 'ed25519') return generateKeyPairSync('ed25519');
    return generateKeyPairSync('ec', { namedCurve: curve.toUpperCase().replace('P', 'P-') });
  }
}

/** Reads a private key in PEM or in OpenSSH's own format. @throws Error when it is none, or needs another passphrase. */
export function readSshKey(privateKey: string, passphrase: string): SshKeyPair {
  const own = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(privateKey);
  if (own !== null) return { privateKey, publicKey: publicKeyInOpenSsh(Buffer.from(own[1] ?? '', 'base64')) };
  const key = createPrivateKey({ key: privateKey, ...(passphrase === '' ? {} : { passphrase }) });
  return { privateKey, publicKey: authorizedKey(createPublicKey(key)) };
}

/** The public key stands unencrypted before the private one. */
function publicKeyInOpenSsh(bytes: Buffer): string {
  const reader = new WireReader(bytes, Buffer.byteLength(MAGIC));
  if (bytes.subarray(0, Buffer.byteLength(MAGIC)).toString('latin1') !== MAGIC) throw malformed();
  for (const _part of ['cipher', 'kdf', 'kdf options']) reader.bytes();
  if (reader.number() < 1) throw malformed();
  const blob = reader.bytes();
  const type = new WireReader(blob, 0).bytes().toString('latin1');
  return `${type} ${blob.toString('base64')}\n`;
}

const MAGIC = 'openssh-key-v1\0';

class WireReader {
  readonly #bytes: Buffer;
  #offset: number;

  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  number(): number {
    if (this.#offset + 4 > this.#bytes.length) throw malformed();
    this.#offset += 4;
    return this.#bytes.readUInt32BE(this.#offset - 4);
  }

  bytes(): Buffer {
    const length = this.number();
    if (this.#offset + length > this.#bytes.length) throw malformed();
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }
}

function malformed(): Error {
  return new Error('failed to parse the private key: it is cut off, or no key');
}

function authorizedKey(key: KeyObject): string {
  const parts = wireParts(key);
  const blob = Buffer.concat(parts.map(withLength));
  return `${parts[0]?.toString('latin1') ?? ''} ${blob.toString('base64')}\n`;
}

/** The fields of a public key as SSH sends them, the type first (RFC 4253, 5656, 8709). */
function wireParts(key: KeyObject): readonly Buffer[] {
  const { kty = '', crv = '', x = '', y = '', e = '', n = '' } = key.export({ format: 'jwk' });
  const decode = (text: string): Buffer => Buffer.from(text, 'base64url');
  if (kty === 'RSA') return [Buffer.from('ssh-rsa'), positive(decode(e)), positive(decode(n))];
  if (kty === 'OKP' && crv === 'Ed25519') return [Buffer.from('ssh-ed25519'), decode(x)];
  if (kty !== 'EC') throw new Error(`keys of type ${key.asymmetricKeyType ?? kty} are not for SSH`);
  const curve = `nistp${crv.slice('P-'.length)}`;
  const point = Buffer.concat([Buffer.from([4]), decode(x), decode(y)]);
  return [Buffer.from(`ecdsa-sha2-${curve}`), Buffer.from(curve), point];
}

/** A number whose first bit would make it negative gets a zero before it. */
function positive(bytes: Buffer): Buffer {
  return ((bytes[0] ?? 0) & 0x80) === 0 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
