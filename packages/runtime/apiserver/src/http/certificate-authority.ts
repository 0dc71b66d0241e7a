import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Clock } from '../api-server.js';
import type { SecretFiles } from '../core/secret-files.js';
import { makeAuthorityCertificate, makeServerCertificate, type ServerCertificate } from './certificates.js';

const KEY_FILE = 'ca.key';
const CERTIFICATE_FILE = 'ca.crt';

/** The authority that clients trust the server by. It is made at first use and kept. */
export class CertificateAuthority {
  readonly #files: SecretFiles;
  readonly #clock: Clock;
  #present: { readonly key: KeyObject; readonly certificate: string } | undefined;

  constructor(files: SecretFiles, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
  }

  /** PEM. */
  get certificate(): string {
    return this.#pair().certificate;
  }

  /** A server certificate for these hosts (names or IP addresses). */
  issue(hosts: readonly string[]): ServerCertificate {
    return makeServerCertificate(this.#pair().key, hosts, this.#clock.now());
  }

  #pair(): { readonly key: KeyObject; readonly certificate: string } {
    this.#present ??= this.#load() ?? this.#make();
    return this.#present;
  }

  #load(): { readonly key: KeyObject; readonly certificate: string } | undefined {
    const [key, certificate] = [this.#files.read(KEY_FILE), this.#files.read(CERTIFICATE_FILE)];
    return key === undefined || certificate === undefined ? undefined : { key: createPrivateKey(key), certificate };
  }

  #make(): { readonly key: KeyObject; readonly certificate: string } {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = makeAuthorityCertificate(key, this.#clock.now());
    this.#files.write(KEY_FILE, String(key.export({ type: 'pkcs8', format: 'pem' })));
    this.#files.write(CERTIFICATE_FILE, certificate);
    return { key, certificate };
  }
}
