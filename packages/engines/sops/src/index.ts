export type { AgeIdentity } from './age/age-identity.js';
export { type AgeKeys, ageKeyHandler } from './age/age-key-handler.js';
export { ageRecipient } from './age/age-recipient.js';
export { type ParseAgeIdentitiesOptions, parseAgeIdentities } from './age/parse-age-identities.js';
export { parseSshIdentity } from './age/ssh-identity.js';
export { type DecryptSopsOptions, decryptSops, MAX_ENCRYPTED_BYTES } from './decrypt-sops.js';
export { type EncryptSopsOptions, encryptSops, type SopsRecipient } from './encrypt-sops.js';
export { decryptResource, isEncryptedAsWhole } from './flux/decrypt-resource.js';
export { type DecryptSourcesOptions, decryptSources } from './flux/decrypt-sources.js';
export {
  createSopsKeyService,
  NO_CREDENTIALS,
  readSopsCredentials,
  type SopsCredentials,
  type SopsKeyServiceOptions,
} from './flux/sops-credentials.js';
export type { SopsFormat } from './formats/format.js';
export { detectSopsFormat, looksEncrypted, sopsFormatOfPath } from './formats/format-of-file.js';
export type { DataKeyOptions } from './keys/find-data-key.js';
export { combineKeyHandlers, type KeyHandler, type KeyHandlers, type SopsKeyService } from './keys/key-service.js';
export type {
  AgeMasterKey,
  AwsMasterKey,
  AzureMasterKey,
  GcpMasterKey,
  HuaweiMasterKey,
  PgpMasterKey,
  SopsMasterKey,
  VaultMasterKey,
} from './keys/master-key.js';
export { type PgpKeys, pgpKeyHandler } from './pgp/pgp-key-handler.js';
