export { type AwsKeys, type AwsOptions, fetchAwsKeys } from './aws-credentials.js';
export { type GitCloudProvider, type GitLogin, loginToGit } from './git-login.js';
export { type KeepLoginsOptions, type KeptLogins, keepLogins } from './keep-logins.js';
export type { Expiring, LoginContext } from './login-context.js';
export { type CloudProvider, loginToRegistry, type RegistryLogin } from './registry-login.js';
