export { type AzureCredential, readAzureCredential } from './azure/azure-credential.js';
export { type AzureStorageOptions, createAzureStorage } from './azure/azure-storage.js';
export { createGcsStorage, type GcsStorageOptions } from './gcs/gcs-storage.js';
export type { BucketObject, ListedObject, ObjectStorage } from './object-storage.js';
export { assumeLdapRole, type LdapLogin } from './s3/assume-ldap-role.js';
export { createS3Storage, type S3Credentials, type S3StorageOptions } from './s3/s3-storage.js';
export { StorageError } from './storage-error.js';
