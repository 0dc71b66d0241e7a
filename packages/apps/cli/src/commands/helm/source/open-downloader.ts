import type { HelmLog } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { GetterPlugins } from '../plugins/getter-plugins.js';
import { type NamedFile, type ServerAccess, serverAccess } from './chart-access.js';
import { ChartDownloader, type VerificationStrategy } from './chart-downloader.js';
import { ChartNetwork } from './chart-network.js';
import { ChartRegistry } from './chart-registry.js';

export interface DownloaderOptions {
  readonly settings: HelmSettings;
  readonly access: ServerAccess & { readonly plainHttp: boolean; readonly passCredentials: boolean };
  readonly strategy: VerificationStrategy;
  readonly keyring: NamedFile;
  /** Whose credentials `access` has, where that is another server than the chart's. */
  readonly ownerUrl?: string | undefined;
  readonly log: HelmLog;
  /** Takes warnings for people. Default: stdout. */
  readonly write?: (text: string) => void;
}

/** A downloader with its connections. */
export interface OpenDownloader {
  readonly network: ChartNetwork;
  readonly registry: ChartRegistry;
  readonly downloader: ChartDownloader;
}

/** Runs something with connections to repositories and registries. */
export async function withDownloader<T>(
  context: CommandContext,
  options: DownloaderOptions,
  run: (open: OpenDownloader) => Promise<T>,
): Promise<T> {
  const { cwd } = context.io;
  const plugins = new GetterPlugins(context, options.settings);
  const network = new ChartNetwork(context.signal, { cwd, helmVersion: options.settings.helmVersion }, plugins);
  try {
    const { settings, access, strategy, keyring, log, ownerUrl } = options;
    const { helmVersion, registryConfig } = settings;
    const { write = context.io.stdout } = options;
    const { env } = context.io;
    const registry = new ChartRegistry({
      network,
      access,
      helmVersion,
      registryConfig,
      env,
      write: pullWriter(context, settings),
    });
    const downloader = new ChartDownloader({
      settings,
      network,
      registry,
      access,
      strategy,
      keyring,
      ownerUrl,
      log,
      write,
    });
    return await run({ network, registry, downloader });
  } finally {
    await network.close();
  }
}

/** Where lines about pulled charts go. */
function pullWriter({ io }: Pick<CommandContext, 'io'>, { helmVersion }: HelmSettings): (text: string) => void {
  return helmVersion === '4.2' ? io.stdout : io.stderr;
}

/** What the flags say of servers, for one repository and no others. */
export function plainAccess(
  context: CommandContext,
): ServerAccess & { readonly plainHttp: boolean; readonly passCredentials: boolean } {
  return { ...serverAccess(context), passCredentials: false };
}
