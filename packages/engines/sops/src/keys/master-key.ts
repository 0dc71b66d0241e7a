/** What every key of a file has. */
interface WrappedKey {
  /** The data key of the file, or the group's part of it, encrypted with this key. */
  readonly enc: string;
}

/** A key that notes when the data key was encrypted with it. */
interface DatedKey extends WrappedKey {
  /** RFC 3339. */
  readonly createdAt: string;
}

/** An age key, or an SSH key used as one. */
export interface AgeMasterKey extends WrappedKey {
  readonly type: 'age';
  readonly recipient: string;
}

/** An OpenPGP key. */
export interface PgpMasterKey extends DatedKey {
  readonly type: 'pgp';
  readonly fingerprint: string;
}

/** A key of AWS KMS. */
export interface AwsMasterKey extends DatedKey {
  readonly type: 'kms';
  readonly arn: string;
  /** Role to take on first; empty for none. */
  readonly role: string;
  readonly context: Readonly<Record<string, string>>;
  readonly profile: string;
}

/** A key of Google Cloud KMS. */
export interface GcpMasterKey extends DatedKey {
  readonly type: 'gcp_kms';
  readonly resourceId: string;
}

/** A key of Huawei Cloud KMS. */
export interface HuaweiMasterKey extends DatedKey {
  readonly type: 'hckms';
  /** `region:id`. */
  readonly keyId: string;
}

/** A key of Azure Key Vault. */
export interface AzureMasterKey extends DatedKey {
  readonly type: 'azure_kv';
  readonly vaultUrl: string;
  readonly name: string;
  readonly version: string;
}

/** A key of the transit engine of HashiCorp Vault or OpenBao. */
export interface VaultMasterKey extends DatedKey {
  readonly type: 'hc_vault';
  readonly vaultAddress: string;
  readonly enginePath: string;
  readonly keyName: string;
}

/** A key that the data key of a file is encrypted with. */
export type SopsMasterKey =
  | AgeMasterKey
  | PgpMasterKey
  | AwsMasterKey
  | GcpMasterKey
  | HuaweiMasterKey
  | AzureMasterKey
  | VaultMasterKey;

/** The name of a key in errors. */
export function nameOfMasterKey(key: SopsMasterKey): string {
  switch (key.type) {
    case 'age':
      return key.recipient;
    case 'pgp':
      return key.fingerprint;
    case 'kms':
      return nameOfAwsKey(key);
    case 'gcp_kms':
      return key.resourceId;
    case 'hckms':
      return key.keyId;
    case 'azure_kv':
      return `${key.vaultUrl}/keys/${key.name}/${key.version}`;
    case 'hc_vault':
      return `${key.vaultAddress}/v1/${key.enginePath}/keys/${key.keyName}`;
  }
}

function nameOfAwsKey({ arn, role, context, profile }: AwsMasterKey): string {
  const name = role === '' ? arn : `${arn}+${role}`;
  const pairs = Object.keys(context)
    .sort()
    .map((key) => `${key}:${context[key]}`);
  if (profile !== '') return `${name}|${pairs.join(',')}|${profile}`;
  return pairs.length === 0 ? name : `${name}|${pairs.join(',')}`;
}
