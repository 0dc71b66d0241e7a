import type { FillRandom } from './rsa.js';

/** What the functions on keys and certificates need of the run. */
export interface CryptoSources {
  readonly random: FillRandom;
  readonly nowMs: () => number;
  /** Generates an RSA key of this many bits in the form of PKCS #1; plain JavaScript does it without, slowly. */
  readonly generateRsaKey?: ((bits: number) => Uint8Array) | undefined;
}

/** A certificate and its key, in PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

export interface NewCertificate {
  readonly commonName: string;
  readonly ipAddresses: readonly unknown[];
  readonly dnsNames: readonly unknown[];
  readonly daysValid: number;
  /** The key in PEM; without it a new one is generated. */
  readonly keyPem: string | undefined;
}

/** The heavy part of sprig's crypto. It is loaded apart, as few charts need it. All methods throw GoError with sprig's texts. */
export interface TemplateCrypto {
  bcrypt(password: string, sources: CryptoSources): string;
  derivePassword(request: {
    readonly counter: number;
    readonly type: string;
    readonly password: string;
    readonly user: string;
    readonly site: string;
  }): string;
  generatePrivateKey(type: string, sources: CryptoSources): string;
  buildCustomCert(base64Cert: string, base64Key: string): CertificatePair;
  generateAuthority(request: NewCertificate, sources: CryptoSources): CertificatePair;
  generateSelfSigned(request: NewCertificate, sources: CryptoSources): CertificatePair;
  generateSigned(request: NewCertificate, authority: CertificatePair, sources: CryptoSources): CertificatePair;
  encryptAes(password: string, plaintext: string, sources: CryptoSources): string;
  decryptAes(password: string, ciphertext: string): string;
}

/** Loads the implementation. */
export async function loadTemplateCrypto(): Promise<TemplateCrypto> {
  return (await import('./sprig-crypto.js')).sprigCrypto;
}
