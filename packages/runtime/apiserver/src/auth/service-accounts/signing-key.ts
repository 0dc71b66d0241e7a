import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { SecretFiles } from '../../core/secret-files.js';

const FILE = 'service-account.key';
const MODULUS_BITS = 2048;

/** Signs the tokens of service accounts, and knows its own signatures. The key is made at first use: that takes a while. */
export class SigningKey {
  readonly #files: SecretFiles;
  #private: KeyObject | undefined;

  constructor(files: SecretFiles) {
    this.#files = files;
  }

  get keyId(): string {
    const der = this.#public().export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(der).digest('base64url');
  }

  /** A JSON Web Token with these claims. */
  sign(claims: object): string {
    const signed = `${encode({ alg: 'RS256', kid: this.keyId })}.${encode(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.#key()).toString('base64url')}`;
  }

  verify(signed: string, signature: string): boolean {
    return verify('RSA-SHA256', Buffer.from(signed), this.#public(), Buffer.from(signature, 'base64url'));
  }

  /** The public half as a JSON Web Key Set. */
  keySet(): object {
    return { keys: [{ use: 'sig', kid: this.keyId, alg: 'RS256', ...this.#public().export({ format: 'jwk' }) }] };
  }

  #public(): KeyObject {
    return createPublicKey(this.#key());
  }

  #key(): KeyObject {
    this.#private ??= this.#load() ?? this.#generate();
    return this.#private;
  }

  #load(): KeyObject | undefined {
    const pem = this.#files.read(FILE);
    return pem === undefined ? undefined : createPrivateKey(pem);
  }

  #generate(): KeyObject {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: MODULUS_BITS });
    this.#files.write(FILE, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    return privateKey;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
