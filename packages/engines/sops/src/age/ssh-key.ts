import { decodeBase64 } from '../cipher/base64.js';
import { concatBytes } from './armor.js';
import { readDerIntegers } from './der-integers.js';
import { bigIntOfBytes, type RsaPrivateKey } from './rsa-oaep.js';

/** A private SSH key of a kind that age can use. */
export type SshPrivateKey =
  | { readonly type: 'ssh-ed25519'; readonly publicBlob: Uint8Array; readonly seed: Uint8Array }
  | { readonly type: 'ssh-rsa'; readonly publicBlob: Uint8Array; readonly rsa: RsaPrivateKey };

const MAGIC = 'openssh-key-v1\0';

/** Reads a private key in OpenSSH's or, of RSA, in the older PEM form. @throws Error in Go's words; also for keys with a passphrase. */
export function parseSshPrivateKey(pem: string): SshPrivateKey {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)-----END \1-----/.exec(pem);
  if (block === null) throw new Error('ssh: no key found');
  const [, type = '', body = ''] = block;
  if (/^Proc-Type:.*ENCRYPTED/m.test(body)) throw new Error('ssh: this private key is passphrase protected');
  if (type === 'OPENSSH PRIVATE KEY') return parseOpenSsh(decodeBase64(body.replaceAll(/\s/g, '')));
  if (type === 'RSA PRIVATE KEY') return parsePkcs1(decodeBase64(body.replaceAll(/\s/g, '')));
  throw new Error(`ssh: unsupported key type ${JSON.stringify(type)}`);
}

function parseOpenSsh(bytes: Uint8Array): SshPrivateKey {
  const start = new TextEncoder().encode(MAGIC);
  if (!start.every((byte, index) => bytes[index] === byte)) throw new Error('ssh: invalid openssh private key format');
  const outer = new SshReader(bytes.subarray(start.length));
  const cipher = outer.text();
  outer.field();
  outer.field();
  if (cipher !== 'none') throw new Error('ssh: this private key is passphrase protected');
  if (outer.number() !== 1) throw new Error('ssh: multi-key files are not supported');
  const publicBlob = outer.field();
  const inner = new SshReader(outer.field());
  const check = inner.number();
  if (inner.number() !== check) throw new Error('ssh: malformed OpenSSH key');
  const type = inner.text();
  if (type === 'ssh-ed25519') return readEd25519(inner, publicBlob);
  if (type === 'ssh-rsa') return readRsa(inner, publicBlob);
  throw new Error(`unsupported SSH identity type: ${type.startsWith('ecdsa-') ? '*ecdsa.PrivateKey' : type}`);
}

function readEd25519(reader: SshReader, publicBlob: Uint8Array): SshPrivateKey {
  reader.field();
  const pair = reader.field();
  if (pair.length !== 64) throw new Error('ssh: private key unexpected length');
  return { type: 'ssh-ed25519', publicBlob, seed: pair.slice(0, 32) };
}

function readRsa(reader: SshReader, publicBlob: Uint8Array): SshPrivateKey {
  const next = (): bigint => bigIntOfBytes(reader.field());
  const [n, e, d] = [next(), next(), next()];
  next();
  return { type: 'ssh-rsa', publicBlob, rsa: { n, e, d, p: next(), q: next() } };
}

function parsePkcs1(der: Uint8Array): SshPrivateKey {
  const [version, n, e, d, p, q] = readDerIntegers(der);
  if (version?.length !== 1 || version[0] !== 0 || n === undefined || e === undefined || q === undefined)
    throw new Error('ssh: malformed RSA key');
  const publicBlob = concatBytes(
    [new TextEncoder().encode('ssh-rsa'), e, n].flatMap((field) => [sizeOf(field), field]),
  );
  const big = (bytes: Uint8Array | undefined): bigint => bigIntOfBytes(bytes ?? new Uint8Array());
  return { type: 'ssh-rsa', publicBlob, rsa: { n: big(n), e: big(e), d: big(d), p: big(p), q: big(q) } };
}

function sizeOf(field: Uint8Array): Uint8Array {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, field.length);
  return size;
}

/** Reads the fields that SSH's messages are made of. */
class SshReader {
  #position = 0;

  constructor(readonly bytes: Uint8Array) {}

  number(): number {
    const { buffer, byteOffset, length } = this.bytes;
    if (this.#position + 4 > length) throw new Error('ssh: short read');
    const value = new DataView(buffer, byteOffset).getUint32(this.#position);
    this.#position += 4;
    return value;
  }

  field(): Uint8Array {
    const length = this.number();
    if (this.#position + length > this.bytes.length) throw new Error('ssh: short read');
    this.#position += length;
    return this.bytes.subarray(this.#position - length, this.#position);
  }

  text(): string {
    return new TextDecoder().decode(this.field());
  }
}
