import { createHash, generateKeyPairSync, randomFillSync } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { TemplateEnvironment } from '@gotk/go-template';

/** What templates get of this machine: its clock, its zone, its randomness. */
export function templateEnvironment(nowMs: () => number): TemplateEnvironment {
  return {
    now: nowMs,
    randomBytes: (bytes) => {
      if (!fillFromDevice(bytes)) randomFillSync(bytes);
    },
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
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

/** To load the library of cryptography for the name of a pod takes longer than everything else that small charts need. */
const RANDOM_DEVICE = '/dev/urandom';

/** Fills bytes from the random device of the system. @returns whether there is one and it gave all of them */
function fillFromDevice(bytes: Uint8Array): boolean {
  let device: number | undefined;
  try {
    device = openSync(RANDOM_DEVICE, 'r');
    return fstatSync(device).isCharacterDevice() && readSync(device, bytes) === bytes.length;
  } catch {
    return false;
  } finally {
    if (device !== undefined) closeSync(device);
  }
}
