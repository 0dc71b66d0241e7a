import { LocatedError } from '@gotk/located-error';
import { encryptTree } from './cipher/encrypt-tree.js';
import type { EncryptionRules } from './cipher/encryption-rule.js';
import { encryptValue } from './cipher/value-cipher.js';
import type { SopsFormat } from './formats/format.js';
import { FORMAT_CODECS } from './formats/format-codecs.js';
import type { SopsMasterKey } from './keys/master-key.js';
import { splitSecret } from './keys/shamir.js';
import { embedMetadata } from './metadata/embed-metadata.js';
import { METADATA_KEY, METADATA_PREFIX, type MetadataPlace } from './metadata/extract-metadata.js';
import type { SopsMetadata } from './metadata/metadata.js';
import { checkRules } from './metadata/parse-metadata.js';
import type { SopsTree } from './tree/sops-tree.js';

/** A key that can be encrypted with. */
export interface SopsRecipient {
  /** Encrypts a data key, or a part of one. */
  readonly wrap: (dataKey: Uint8Array) => SopsMasterKey | Promise<SopsMasterKey>;
}

/** How a file is encrypted. */
export interface EncryptSopsOptions {
  readonly format: SopsFormat;
  /** Groups of keys; of each group one key is needed to decrypt. */
  readonly keyGroups: readonly (readonly SopsRecipient[])[];
  /** How many of several groups are needed. @default all of them */
  readonly threshold?: number | undefined;
  /** At most one rule. @default values below keys that end in `_unencrypted` stay plain */
  readonly rules?: Partial<EncryptionRules> | undefined;
  /** Whether what stays plain may be changed later. @default false */
  readonly macOnlyEncrypted?: boolean | undefined;
  /** The present time in whole seconds, RFC 3339. */
  readonly now: string;
  /** Gives as many random bytes as it is asked for, fit for cryptography. */
  readonly random: (bytes: number) => Uint8Array;
}

/** The version of SOPS that files are compatible with. */
const SOPS_VERSION = '3.13.3';
const DATA_KEY_BYTES = 32;
const NO_RULES: EncryptionRules = {
  unencryptedSuffix: '',
  encryptedSuffix: '',
  unencryptedRegex: '',
  encryptedRegex: '',
  unencryptedCommentRegex: '',
  encryptedCommentRegex: '',
};

/**
 * Encrypts a file as `sops encrypt` does.
 * @throws LocatedError `sops-load` for a file that cannot be read, `sops-encrypted` for one that is encrypted already.
 */
export async function encryptSops(bytes: Uint8Array, options: EncryptSopsOptions): Promise<Uint8Array> {
  const codec = FORMAT_CODECS[options.format];
  const tree = parsePlain(bytes, options.format);
  checkPlain(tree, codec.metadataPlace);
  const key = options.random(DATA_KEY_BYTES);
  const settings = {
    ...checkRules({ ...NO_RULES, ...options.rules }),
    macOnlyEncrypted: options.macOnlyEncrypted ?? false,
  };
  const keys = await wrapKey(key, options);
  const encrypted = encryptTree(tree, { ...settings, key, random: options.random });
  const mac = encryptValue(encrypted.mac, { key, context: options.now, random: options.random });
  const metadata: SopsMetadata = { ...settings, ...keys, mac, lastModified: options.now, version: SOPS_VERSION };
  const render = codec.renderEncrypted ?? codec.render;
  return render(embedMetadata(encrypted.tree, metadata, codec.metadataPlace));
}

function parsePlain(bytes: Uint8Array, format: SopsFormat): SopsTree {
  const { parse, parsePlain = parse } = FORMAT_CODECS[format];
  try {
    return parsePlain(bytes);
  } catch (cause) {
    if (!(cause instanceof LocatedError)) throw cause;
    const { at, hint, message } = cause;
    throw new LocatedError({ code: 'sops-load', message: `Error unmarshalling file: ${message}`, at, hint, cause });
  }
}

function checkPlain([first]: SopsTree, place: MetadataPlace): void {
  const isMetadata = (key: string): boolean =>
    place === 'flat' ? key.startsWith(METADATA_PREFIX) : key === METADATA_KEY;
  const found = first?.entries.some(
    (entry) => entry.kind === 'field' && typeof entry.key === 'string' && isMetadata(entry.key),
  );
  if (found !== true) return;
  throw new LocatedError({ code: 'sops-encrypted', message: ALREADY_ENCRYPTED });
}

const ALREADY_ENCRYPTED = `The file you have provided contains a top-level entry called 'sops', or for
flat file formats top-level entries starting with 'sops_'. This is
generally due to the file already being encrypted. SOPS uses a top-level
entry called 'sops' to store the metadata required to decrypt the file. For
this reason, SOPS can not encrypt files that already contain such an entry.

If this is an unencrypted file, rename the 'sops' entry.

If this is an encrypted file and you want to edit it, use the editor mode,
for example: \`sops edit my_file.yaml\``;

async function wrapKey(
  dataKey: Uint8Array,
  { keyGroups, threshold = keyGroups.length, random }: EncryptSopsOptions,
): Promise<Pick<SopsMetadata, 'keyGroups' | 'shamirThreshold'>> {
  const several = keyGroups.length > 1;
  const parts = several ? splitSecret(dataKey, { shares: keyGroups.length, threshold, random }) : [dataKey];
  const groups = keyGroups.map((group, index) => Promise.all(group.map(({ wrap }) => wrap(parts[index] ?? dataKey))));
  return { keyGroups: await Promise.all(groups), shamirThreshold: several ? threshold : 0 };
}
