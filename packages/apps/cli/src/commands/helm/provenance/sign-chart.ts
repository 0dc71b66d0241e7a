import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { renderYaml } from '@gotk/yaml';
import type { PrivateKey, PublicKey } from 'openpgp';
import type { NamedFile } from '../source/chart-access.js';
import { sha256OfFile } from '../source/content-cache.js';
import { readKeyring } from './read-keyring.js';

export interface SignOptions {
  /** The Chart.yaml that the signature speaks of. */
  readonly metadata: string;
  readonly keyring: NamedFile;
  /** Part of the name of the key. */
  readonly key: string;
  /** Asked for the passphrase of a key that has one. */
  readonly passphrase: (name: string) => Promise<string>;
}

/** Signs a package: writes a provenance file beside it. @throws Error in Helm's words */
export async function signChart(file: string, { metadata, keyring, key, passphrase }: SignOptions): Promise<void> {
  const pgp = await import('openpgp');
  const signingKeys = await unlock(findKey(await readKeyring(keyring), key), passphrase);
  const sums = renderYaml({ files: { [basename(file)]: `sha256:${sha256OfFile(file)}` } });
  const message = await pgp.createCleartextMessage({ text: `${metadata}\n...\n${sums}` });
  const signed = await pgp.sign({ message, signingKeys });
  writeFileSync(`${file}.prov`, signed.replaceAll('\r\n', '\n'), { mode: 0o644 });
}

function findKey(keys: readonly PublicKey[], id: string): PublicKey {
  const exact = keys.find((key) => key.getUserIDs().includes(id));
  if (exact !== undefined) return exact;
  const candidates = keys.filter((key) => key.getUserIDs().some((name) => name.includes(id)));
  if (candidates.length > 1) throw new Error(`more than one key contain the id ${JSON.stringify(id)}`);
  const [candidate] = candidates;
  if (candidate === undefined) throw new Error('private key not found');
  return candidate;
}

async function unlock(key: PublicKey, passphrase: SignOptions['passphrase']): Promise<PrivateKey> {
  if (!key.isPrivate()) {
    throw new Error('provided key is not a private key. Try providing a keyring with secret keys');
  }
  const privateKey = key as PrivateKey;
  if (privateKey.isDecrypted()) return privateKey;
  const pgp = await import('openpgp');
  const text = await passphrase(key.getUserIDs()[0] ?? 'Unknown');
  return pgp.decryptKey({ privateKey, passphrase: text }).catch((cause: unknown) => {
    throw new Error('openpgp: invalid data: private key checksum failure', { cause });
  });
}
