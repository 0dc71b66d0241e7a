import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { SopsMasterKey } from '../keys/master-key.js';
import type { SopsBranch, SopsField, SopsTree, SopsValue } from '../tree/sops-tree.js';
import { METADATA_KEY, METADATA_PREFIX, type MetadataPlace, mapTexts } from './extract-metadata.js';
import { flatten } from './flatten.js';
import type { SopsMetadata } from './metadata.js';

/** Puts metadata into every document of an encrypted tree. @throws LocatedError `sops-metadata` for reserved keys. */
export function embedMetadata(tree: SopsTree, metadata: SopsMetadata, place: MetadataPlace): SopsTree {
  const own = metadataEntries(branchOfMetadata(metadata), place);
  return tree.map((branch) => {
    checkReservedKeys(branch, place);
    return { kind: 'branch', entries: [...branch.entries, ...own] };
  });
}

function metadataEntries(metadata: SopsBranch, place: MetadataPlace): SopsBranch['entries'] {
  if (place === 'flat') return flatten(metadata, METADATA_PREFIX).entries;
  const value = place === 'nested' ? metadata : mapTexts(flatten(metadata, ''), (text) => text.replaceAll('\n', '\\n'));
  return [{ kind: 'field', key: METADATA_KEY, value }];
}

function checkReservedKeys({ entries }: SopsBranch, place: MetadataPlace): void {
  for (const entry of entries) {
    if (entry.kind === 'comment' || typeof entry.key !== 'string') continue;
    const { key } = entry;
    const found = `Error marshaling metadata: Found key ${goQuote(key)} in encrypted data`;
    if (place === 'flat' && key.startsWith(METADATA_PREFIX))
      throw metadataError(
        `${found}, which starts with the reserved key prefix ${goQuote(METADATA_PREFIX)} for SOPS metadata`,
      );
    if (place !== 'flat' && key === METADATA_KEY)
      throw metadataError(`${found}, which is a reserved key used for SOPS metadata`);
  }
}

function metadataError(message: string): LocatedError {
  return new LocatedError({ code: 'sops-metadata', message });
}

/** The fields that say something, sorted by name. */
function branchOfMetadata(metadata: SopsMetadata): SopsBranch {
  const [own = []] = metadata.keyGroups;
  const groups = metadata.keyGroups.length === 1 ? [] : metadata.keyGroups.map((group) => branch(fieldsOfGroup(group)));
  return branch({
    ...(groups.length === 0 ? fieldsOfGroup(own) : { key_groups: groups }),
    shamir_threshold: metadata.shamirThreshold === 0 ? '' : BigInt(metadata.shamirThreshold),
    unencrypted_suffix: metadata.unencryptedSuffix,
    encrypted_suffix: metadata.encryptedSuffix,
    unencrypted_regex: metadata.unencryptedRegex,
    encrypted_regex: metadata.encryptedRegex,
    unencrypted_comment_regex: metadata.unencryptedCommentRegex,
    encrypted_comment_regex: metadata.encryptedCommentRegex,
    mac_only_encrypted: metadata.macOnlyEncrypted || '',
    lastmodified: metadata.lastModified,
    mac: metadata.mac,
    version: metadata.version,
  });
}

/** A mapping of the values that are not empty. */
function branch(values: Readonly<Record<string, SopsValue>>): SopsBranch {
  const names = Object.keys(values).filter((name) => values[name] !== '' && values[name] !== undefined);
  const entries = names.sort().map((key): SopsField => ({ kind: 'field', key, value: values[key] ?? null }));
  return { kind: 'branch', entries };
}

function fieldsOfGroup(keys: readonly SopsMasterKey[]): Readonly<Record<string, SopsValue>> {
  const fields: Record<string, SopsValue[]> = {};
  for (const key of keys) {
    fields[key.type] ??= [];
    fields[key.type]?.push(branch(fieldsOfKey(key)));
  }
  return fields;
}

function fieldsOfKey(key: SopsMasterKey): Readonly<Record<string, SopsValue>> {
  const dated = { enc: key.enc, created_at: 'createdAt' in key ? key.createdAt : '' };
  switch (key.type) {
    case 'age':
      return { ...dated, recipient: key.recipient };
    case 'pgp':
      return { ...dated, fp: key.fingerprint };
    case 'kms':
      return { ...dated, arn: key.arn, role: key.role, aws_profile: key.profile, context: contextOf(key.context) };
    case 'gcp_kms':
      return { ...dated, resource_id: key.resourceId };
    case 'hckms':
      return { ...dated, key_id: key.keyId };
    case 'azure_kv':
      return { ...dated, vault_url: key.vaultUrl, name: key.name, version: key.version };
    case 'hc_vault':
      return { ...dated, vault_address: key.vaultAddress, engine_path: key.enginePath, key_name: key.keyName };
  }
}

function contextOf(context: Readonly<Record<string, string>>): SopsValue {
  const entries = Object.entries(context).map(([key, value]): SopsField => ({ kind: 'field', key, value }));
  return entries.length === 0 ? '' : { kind: 'branch', entries };
}
