import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { isJsonObject } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { PublicKey } from 'openpgp';
import { goFileError } from '../../../output/go-file-error.js';
import type { NamedFile } from '../source/chart-access.js';
import { sha256OfFile } from '../source/content-cache.js';
import { readKeyring } from './read-keyring.js';

/** Who signed a chart, and what was signed. */
export interface Verification {
  /** `Name (comment) <address>` of the key. */
  readonly identities: readonly string[];
  /** Of the primary key, in upper case. */
  readonly fingerprint: string;
  /** `sha256:…` of the package. */
  readonly fileHash: string;
}

export interface VerifyOptions {
  readonly provenanceFile: string;
  readonly keyring: NamedFile;
}

/** Checks that a package is the one that its provenance file speaks of, and that a key of the keyring signed that. @throws Error in Helm's words */
export async function verifyChart(file: string, { provenanceFile, keyring }: VerifyOptions): Promise<Verification> {
  requirePackage(file);
  const text = readProvenance(provenanceFile);
  const keys = await readKeys(keyring);
  const { signer, content } = await requireSigner(text, keys);
  const name = basename(file);
  const actual = `sha256:${sha256OfFile(file)}`;
  const stated = requireSum(content, name);
  if (stated !== actual) {
    const sums = `${JSON.stringify(stated)} != ${JSON.stringify(actual)}`;
    throw new Error(`sha256 sum does not match for ${name}: ${sums}`);
  }
  const fingerprint = signer.getFingerprint().toUpperCase();
  return { identities: signer.getUserIDs(), fingerprint, fileHash: actual };
}

function requirePackage(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`stat ${file}: no such file or directory`);
  if (stats.isDirectory()) throw new Error('unpacked charts cannot be verified');
  if (extname(file).toLowerCase() !== '.tgz') throw new Error('chart must be a tgz file');
}

function readProvenance(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = goFileError('stat', file, cause).message;
    throw new Error(`could not load provenance file ${file}: ${reason}`, { cause });
  }
}

async function readKeys(keyring: NamedFile): Promise<readonly PublicKey[]> {
  try {
    return await readKeyring(keyring);
  } catch (cause) {
    throw new Error(`failed to load keyring: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

interface SignedContent {
  readonly signer: PublicKey;
  readonly content: string;
}

async function requireSigner(text: string, keys: readonly PublicKey[]): Promise<SignedContent> {
  const pgp = await import('openpgp');
  const message = await pgp.readCleartextMessage({ cleartextMessage: text }).catch((cause: unknown) => {
    throw new Error('signature block not found', { cause });
  });
  for (const key of keys) {
    const { signatures } = await pgp.verify({ message, verificationKeys: key });
    const results = await Promise.all(signatures.map(({ verified }) => verified.catch(() => false)));
    if (results.some((isGood) => isGood)) return { signer: key, content: message.getText() };
  }
  throw new Error('openpgp: signature made by unknown entity');
}

/** The sums stand behind the chart's metadata. */
function requireSum(content: string, name: string): string {
  const [, sums] = content.split('\n...\n');
  if (sums === undefined) throw new Error('message block must have at least two parts');
  const value = parseYaml(sums);
  const files = isJsonObject(value) ? value['files'] : undefined;
  const sum = isJsonObject(files) && Object.hasOwn(files, name) ? files[name] : undefined;
  if (typeof sum === 'string') return sum;
  throw new Error(`provenance does not contain a SHA for a file named ${JSON.stringify(name)}`);
}
