import { generateKeyPairSync, randomFillSync } from 'node:crypto';
import type { TemplateEnvironment } from '@gotk/go-template';

/** What templates get of this machine: its clock, its zone, its randomness. */
export function templateEnvironment(nowMs: () => number): TemplateEnvironment {
  return {
    now: nowMs,
    randomBytes: (bytes) => {
      randomFillSync(bytes);
    },
    // Asking takes milliseconds, and few templates tell the time.
    get timeZone() {
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
    generateRsaKey: (bits) => {
      const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: bits,
        publicKeyEncoding: { type: 'pkcs1', format: 'der' },
        privateKeyEncoding: { type: 'pkcs1', format: 'der' },
      });
      return privateKey;
    },
  };
}
