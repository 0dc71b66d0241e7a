import { generateKeyPairSync, getRandomValues } from 'node:crypto';
import { loadTemplateCrypto, type TemplateEnvironment } from '@gotk/go-template';

let environment: Promise<TemplateEnvironment> | undefined;

/** When the cases were recorded, to the minute. */
const RECORDED_MS = Date.UTC(2026, 10, 21, 11, 1);

/** The world of the cases: the time of the recording, UTC, this machine's randomness and all of the crypto. */
export function caseEnvironment(): Promise<TemplateEnvironment> {
  environment ??= loadTemplateCrypto().then((crypto) => ({
    now: () => RECORDED_MS,
    randomBytes: (bytes) => {
      getRandomValues(bytes);
    },
    generateRsaKey: (bits) => {
      return new Uint8Array(
        generateKeyPairSync('rsa', {
          modulusLength: bits,
          publicKeyEncoding: { type: 'pkcs1', format: 'der' },
          privateKeyEncoding: { type: 'pkcs1', format: 'der' },
        }).privateKey,
      );
    },
    crypto,
  }));
  return environment;
}
