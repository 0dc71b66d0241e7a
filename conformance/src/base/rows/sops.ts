import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocatedError } from '@gotk/located-error';
import {
  ageKeyHandler,
  ageRecipient,
  combineKeyHandlers,
  decryptSops,
  encryptSops,
  parseAgeIdentities,
  parseSshIdentity,
  pgpKeyHandler,
  type SopsFormat,
  type SopsKeyService,
} from '@gotk/sops';
import type { CaseResult } from '../../suite.js';
import { checkSlowRow, type Row } from './row.js';

/** A row of sops.jsonl. */
export async function runSopsRow(row: Row, _table: ReadonlyMap<string, Row>, folder: string): Promise<CaseResult> {
  return await checkSlowRow(row, () => (row.op === 'encrypt' ? encrypt(row) : decrypt(row, join(folder, 'sops'))));
}

/** The folder that the rows were made in. Their text leaves it out, but lines were broken when it was still there. */
const SANDBOX = '/home/somebody/sops-rows/';

async function decrypt(row: Row, folder: string): Promise<string> {
  const bytes = readFileSync(join(folder, String(row['file'])));
  const keyServices = [keyService((row['keys'] ?? []) as readonly string[], folder)];
  try {
    const plain = await decryptSops(bytes, { format: row['format'] as SopsFormat, keyServices, checkIntegrity: true });
    return new TextDecoder().decode(plain);
  } catch (error) {
    throw new Error(messageOfProgram(error).replaceAll(SANDBOX, ''));
  }
}

interface KeyFile {
  readonly keys: Readonly<Record<string, { readonly secret: string }>>;
}

function keyService(names: readonly string[], folder: string): SopsKeyService {
  const { keys } = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as KeyFile;
  const secrets = (kind: string): string[] =>
    names.filter((name) => name.startsWith(kind)).map((name) => keys[name]?.secret ?? '');
  const age = secrets('age').flatMap((secret) => parseAgeIdentities(secret));
  const ssh = secrets('ssh').map(parseSshIdentity);
  return combineKeyHandlers({
    age: ageKeyHandler({ identities: [...ssh, ...age], emptyPlaces: emptyPlaces(age.length, ssh.length) }),
    pgp: pgpKeyHandler({
      armoredKeys: secrets('pgp'),
      ringError: `could not load secring: open ${SANDBOX}empty/pubring.gpg: no such file or directory`,
    }),
  });
}

/** Where the program looks for keys besides the two variables that the rows use. */
function emptyPlaces(age: number, ssh: number): readonly string[] {
  return [
    ...(ssh > 0 ? [] : ['SOPS_AGE_SSH_PRIVATE_KEY_FILE']),
    'SOPS_AGE_SSH_PRIVATE_KEY_CMD',
    `${SANDBOX}.ssh/id_ed25519`,
    `${SANDBOX}.ssh/id_rsa`,
    'SOPS_AGE_KEY',
    ...(age > 0 ? [] : ['SOPS_AGE_KEY_FILE']),
    'SOPS_AGE_KEY_CMD',
    ...(age + ssh > 0 ? [] : [`${SANDBOX}cfg/sops/age/keys.txt`]),
  ];
}

/** The error as the program sops words it; the package's own words are those of Flux. */
function messageOfProgram(error: unknown): string {
  if (!(error instanceof LocatedError)) throw error;
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  if (error.code === 'sops-tree') return `Error decrypting tree: ${cause}`;
  if (error.code !== 'sops-integrity') return cause ?? error.message;
  if (cause !== undefined) return `Cannot decrypt MAC: ${cause}`;
  const [, expected, computed] = /expected mac '(.*)', got '(.*)'$/.exec(error.message) ?? [];
  return `MAC mismatch. File has ${expected}, computed ${computed}`;
}

async function encrypt(row: Row): Promise<string> {
  const [flag, recipient = ''] = row['args'] as readonly string[];
  if (flag !== '--age') throw new Error(`unknown flag ${flag}`);
  const encrypted = await encryptSops(new TextEncoder().encode(String(row['plain'])), {
    format: 'yaml',
    keyGroups: [[ageRecipient(recipient, randomBytes)]],
    now: '2024-01-01T00:00:00Z',
    random: randomBytes,
  });
  return new TextDecoder().decode(encrypted);
}
