export { type Challenge, parseChallenges } from './auth/parse-challenge.js';
export {
  anonymous,
  type CredentialLookup,
  dockerConfigCredentials,
  type RegistryCredential,
} from './auth/registry-credentials.js';
export {
  createOciClient,
  type OciClient,
  type OciClientOptions,
  type OciDescriptor,
  type OciManifest,
  type OciReferrer,
} from './client/oci-client.js';
export { RegistryError } from './client/registry-error.js';
export {
  type OciReference,
  type OciRepositoryName,
  parseReference,
  parseRepositoryName,
  renderReference,
} from './reference/oci-reference.js';
export { type OciRegistryOptions, type OciRegistryServer, serveOciRegistry } from './server/serve-registry.js';
