import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ageKeyHandler } from '../age/age-key-handler.js';
import { parseAgeIdentities } from '../age/parse-age-identities.js';
import { combineKeyHandlers, type SopsKeyService } from '../keys/key-service.js';

interface SopsFiles {
  readonly keys: {
    readonly age: { readonly secret: string; readonly public: string };
    readonly other: { readonly secret: string; readonly public: string };
    readonly postQuantum: { readonly secret: string };
    readonly ed25519: string;
    readonly rsa: string;
    readonly rsaPem: string;
  };
  /** One file of each format, for the key `age`. */
  readonly files: Readonly<Record<'yaml' | 'json' | 'dotenv' | 'ini' | 'binary', SopsFile>>;
  /** `password: hunter2` for each of the keys. */
  readonly forKeys: Readonly<Record<'postQuantum' | 'ed25519' | 'rsa' | 'rsaPem' | 'other', string>>;
  readonly pgp: { readonly secret: string; readonly message: string; readonly plainHex: string };
}

interface SopsFile {
  readonly encrypted: string;
  readonly plain: string;
}

/** Files that SOPS itself encrypted. */
export const SOPS_FILES = JSON.parse(
  readFileSync(new URL('../../testdata/sops-files.json', import.meta.url), 'utf8'),
) as SopsFiles;

/** A service with age keys. */
export function ageService(...secrets: readonly string[]): SopsKeyService {
  const identities = secrets.flatMap((secret) => parseAgeIdentities(secret));
  return combineKeyHandlers({ age: ageKeyHandler({ identities }) });
}

/** Random bytes. */
export function random(count: number): Uint8Array {
  return new Uint8Array(randomBytes(count));
}

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text of bytes. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
