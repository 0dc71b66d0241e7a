import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { HelmVersion } from '@gotk/helm';
import type { CliIo } from '../../cli/cli-io.js';
import type { CommandContext } from '../../cli/command.js';
import type { FlagValues } from '../../cli/flag.js';

/** Where Helm keeps what it knows. */
export interface HelmSettings {
  /** repositories.yaml. */
  readonly repositoryConfig: string;
  readonly repositoryCache: string;
  readonly registryConfig: string;
  readonly contentCache: string;
  readonly plugins: readonly string[];
  readonly helmVersion: HelmVersion;
  readonly debug: boolean;
}

/** Files and folders as flags, `HELM_*` variables and the platform say. */
export function helmSettings({ flags, io }: Pick<CommandContext, 'flags' | 'io'>): HelmSettings {
  const { env, cwd } = io;
  const place = (flag: string, variable: string, fallback: string): string =>
    resolve(cwd, flags.text(flag) || env[variable] || fallback);
  const homes = helmHomes(env);
  return {
    repositoryConfig: place('repository-config', 'HELM_REPOSITORY_CONFIG', join(homes.config, 'repositories.yaml')),
    repositoryCache: place('repository-cache', 'HELM_REPOSITORY_CACHE', join(homes.cache, 'repository')),
    registryConfig: place('registry-config', 'HELM_REGISTRY_CONFIG', join(homes.config, 'registry/config.json')),
    contentCache: place('content-cache', 'HELM_CONTENT_CACHE', join(homes.cache, 'content')),
    plugins: (env['HELM_PLUGINS'] || join(homes.data, 'plugins')).split(process.platform === 'win32' ? ';' : ':'),
    helmVersion: helmVersionOf(flags),
    debug: flags.flag('debug') || ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(env['HELM_DEBUG'] ?? ''),
  };
}

function helmVersionOf(flags: FlagValues): HelmVersion {
  const version = flags.text('helm-version');
  if (version === '4.2' || version === '3.22') return version;
  throw new Error(`--helm-version must be 4.2 or 3.22, not ${version}`);
}

/** The folders that Helm keeps its files below. */
export interface HelmHomes {
  readonly cache: string;
  readonly config: string;
  readonly data: string;
}

/** Helm's folders as `HELM_*_HOME`, the XDG variables and the platform say. */
export function helmHomes(env: CliIo['env']): HelmHomes {
  const home = env['HOME'] ?? homedir();
  const platform = platformHomes(home, env);
  return {
    cache: env['HELM_CACHE_HOME'] || under(env['XDG_CACHE_HOME']) || platform.cache,
    config: env['HELM_CONFIG_HOME'] || under(env['XDG_CONFIG_HOME']) || platform.config,
    data: env['HELM_DATA_HOME'] || under(env['XDG_DATA_HOME']) || platform.data,
  };
}

function under(folder: string | undefined): string {
  return folder === undefined || folder === '' ? '' : join(folder, 'helm');
}

function platformHomes(home: string, env: CliIo['env']): HelmHomes {
  if (process.platform === 'darwin') {
    const library = join(home, 'Library');
    return {
      cache: join(library, 'Caches/helm'),
      config: join(library, 'Preferences/helm'),
      data: join(library, 'helm'),
    };
  }
  if (process.platform === 'win32') {
    const data = join(env['APPDATA'] ?? home, 'helm');
    return { cache: join(env['TEMP'] ?? tmpdir(), 'helm'), config: data, data };
  }
  return {
    cache: join(home, '.cache/helm'),
    config: join(home, '.config/helm'),
    data: join(home, '.local/share/helm'),
  };
}
