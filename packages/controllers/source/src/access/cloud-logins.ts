import { readFile } from 'node:fs/promises';
import {
  type AwsKeys,
  type AwsOptions,
  type CloudProvider,
  fetchAwsKeys,
  type GitCloudProvider,
  type GitLogin,
  type KeepLoginsOptions,
  keepLogins,
  type LoginContext,
  loginToGit,
  loginToRegistry,
} from '@gotk/cloud-login';
import { createHttpSend, type DispatcherPool } from '@gotk/http';
import type { RegistryCredential } from '@gotk/oci';

/** Credentials that this process gets by its identity on a cloud; they are kept until shortly before they expire. */
export interface CloudLogins {
  /** @throws Error for a registry that is not of the cloud, and when there is no identity. */
  toRegistry(
    target: { readonly provider: CloudProvider; readonly registry: string },
    signal: AbortSignal,
  ): Promise<RegistryCredential>;
  /** @throws Error for a server that is not of the cloud, and when there is no identity. */
  toGit(target: { readonly provider: GitCloudProvider; readonly url: URL }, signal: AbortSignal): Promise<GitLogin>;
  /** @throws Error when there is no identity. */
  awsKeys(options: AwsOptions, signal: AbortSignal): Promise<AwsKeys>;
}

export interface CloudLoginsOptions extends KeepLoginsOptions {
  readonly pool: DispatcherPool;
  /** Variables of the environment. */
  readonly env: LoginContext['env'];
}

const PROVIDERS: readonly CloudProvider[] = ['aws', 'azure', 'gcp'];

/** `spec.provider` where it is a cloud; `undefined` for any other. */
export function cloudProvider(provider: string): CloudProvider | undefined {
  return PROVIDERS.find((known) => known === provider);
}

/** Logins over the connections of a pool. */
export function createCloudLogins({ pool, env, ...keeping }: CloudLoginsOptions): CloudLogins {
  const logins = keepLogins(keeping);
  const context: LoginContext = {
    send: createHttpSend(pool),
    env,
    readFile: (path) => readFile(path, 'utf8'),
    nowMs: keeping.nowMs,
  };
  return {
    async toRegistry(target, signal): Promise<RegistryCredential> {
      const key = `${target.provider} ${target.registry}`;
      return { kind: 'basic', ...(await logins.get(key, () => loginToRegistry(context, target, signal))) };
    },
    toGit: (target, signal) =>
      logins.get(`git ${target.provider} ${target.url.href}`, () => loginToGit(context, target, signal)),
    awsKeys: (options, signal) => {
      const key = `keys ${options.region} ${options.stsEndpoint ?? ''}`;
      return logins.get(key, () => fetchAwsKeys(context, options, signal));
    },
  };
}
