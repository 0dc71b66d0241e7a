import { parseTime } from '@gotk/duration';
import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { EncryptionRules } from '../cipher/encryption-rule.js';
import type { SopsMasterKey } from '../keys/master-key.js';
import type { SopsBranch } from '../tree/sops-tree.js';
import type { SopsMetadata } from './metadata.js';
import { type FieldMap, fieldsOf, WeakDecoder } from './weak-decoder.js';

/** Values below keys with this ending stay plain when a file has no rule of its own. */
export const DEFAULT_UNENCRYPTED_SUFFIX = '_unencrypted';

/** Reads the metadata of a file. @throws LocatedError `sops-metadata`, `time-syntax` */
export function parseMetadata(branch: SopsBranch): SopsMetadata {
  const fields = fieldsOf(branch);
  const decoder = new WeakDecoder();
  const shamirThreshold = decoder.integer(fields, 'shamir_threshold');
  const ownGroups = decoder.list(fields, 'key_groups', { read: (group, path) => readKeys(decoder, group, path) });
  const ownKeys = readKeys(decoder, fields, '');
  const text = (name: string): string => decoder.text(fields, name);
  const lastModified = text('lastmodified');
  const mac = text('mac');
  const rules = readRules(text);
  const macOnlyEncrypted = decoder.boolean(fields, 'mac_only_encrypted');
  const version = text('version');
  decoder.check();
  const modified = wholeSeconds(lastModified);
  const keyGroups = ownKeys.length > 0 ? [ownKeys] : ownGroups;
  checkKeys(keyGroups);
  return { ...checkRules(rules), shamirThreshold, keyGroups, lastModified: modified, mac, macOnlyEncrypted, version };
}

/** The keys of a group, in the order in which they are tried; of those not dated, the date is not checked. */
function readKeys(decoder: WeakDecoder, fields: FieldMap, parent: string): SopsMasterKey[] {
  const list = (name: string, read: (text: (field: string) => string, item: FieldMap, path: string) => SopsMasterKey) =>
    decoder.list(fields, name, {
      parent,
      read: (item, path) => read((field) => decoder.text(item, field, path), item, path),
    });
  const dated = (text: (field: string) => string) => ({ createdAt: text('created_at'), enc: text('enc') });
  const aws = list('kms', (text, item, path) => ({
    type: 'kms',
    arn: text('arn'),
    role: text('role'),
    context: decoder.texts(item, 'context', path),
    ...dated(text),
    profile: text('aws_profile'),
  }));
  const gcp = list('gcp_kms', (text) => ({ type: 'gcp_kms', resourceId: text('resource_id'), ...dated(text) }));
  const huawei = list('hckms', (text) => ({ type: 'hckms', keyId: text('key_id'), ...dated(text) }));
  const azure = list('azure_kv', (text) => ({
    type: 'azure_kv',
    vaultUrl: text('vault_url'),
    name: text('name'),
    version: text('version'),
    ...dated(text),
  }));
  const vault = list('hc_vault', (text) => ({
    type: 'hc_vault',
    vaultAddress: text('vault_address'),
    enginePath: text('engine_path'),
    keyName: text('key_name'),
    ...dated(text),
  }));
  const age = list('age', (text) => ({ type: 'age', recipient: text('recipient'), enc: text('enc') }));
  const pgp = list('pgp', (text) => ({ type: 'pgp', ...dated(text), fingerprint: text('fp') }));
  return [...aws, ...gcp, ...huawei, ...azure, ...vault, ...pgp, ...age];
}

function readRules(text: (name: string) => string): EncryptionRules {
  return {
    unencryptedSuffix: text('unencrypted_suffix'),
    encryptedSuffix: text('encrypted_suffix'),
    unencryptedRegex: text('unencrypted_regex'),
    encryptedRegex: text('encrypted_regex'),
    unencryptedCommentRegex: text('unencrypted_comment_regex'),
    encryptedCommentRegex: text('encrypted_comment_regex'),
  };
}

/** The time as Go writes it again: without fraction, and with `Z` for an offset of nothing. */
function wholeSeconds(text: string): string {
  parseTime(text);
  return text.replace(/[.,]\d+/, '').replace(/[-+]00:00$/, 'Z');
}

function checkKeys(groups: readonly (readonly SopsMasterKey[])[]): void {
  if (groups.length === 0) throw metadataError('No keys found in file');
  for (const key of groups.flat()) {
    if (key.type !== 'age') parseTime(key.createdAt);
    if (key.type === 'hckms' && !/^[^:]+:[^:]+$/.test(key.keyId))
      throw metadataError(`invalid key ID format: expected 'region:key-uuid', got ${goQuote(key.keyId)}`);
  }
}

/** The rules, with the default one where there is none. */
export function checkRules(rules: EncryptionRules): EncryptionRules {
  const given = Object.values(rules).filter((rule) => rule !== '').length;
  if (given > 1)
    throw metadataError(
      'Cannot use more than one of encrypted_suffix, unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or unencrypted_comment_regex in the same file',
    );
  return given === 1 ? rules : { ...rules, unencryptedSuffix: DEFAULT_UNENCRYPTED_SUFFIX };
}

function metadataError(message: string): LocatedError {
  return new LocatedError({ code: 'sops-metadata', message });
}
