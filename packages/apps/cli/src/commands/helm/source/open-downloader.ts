import type { HelmLog } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { type ServerAccess, serverAccess } from './chart-access.js';
import { ChartDownloader, type VerificationStrategy } from './chart-downloader.js';
import { ChartNetwork } from './chart-network.js';
import { ChartRegistry } from './chart-registry.js';

export interface DownloaderOptions {
  readonly settings: HelmSettings;
  readonly access: ServerAccess & { readonly plainHttp: boolean; readonly passCredentials: boolean };
  readonly strategy: VerificationStrategy;
  readonly keyring: string;
  /** Whose credentials `access` has, where that is another server than the chart's. */
  readonly ownerUrl?: string | undefined;
  readonly log: HelmLog;
  /** Takes what Helm prints about downloads. Default: stdout, and for Helm 3 stderr. */
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
  const network = new ChartNetwork(context.signal);
  try {
    const { settings, access, strategy, keyring, log, ownerUrl } = options;
    const { helmVersion, registryConfig } = settings;
    const write = options.write ?? pullWriter(context, settings);
    const { env } = context.io;
    const registry = new ChartRegistry({ network, access, helmVersion, registryConfig, env, write });
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
export function pullWriter({ io }: Pick<CommandContext, 'io'>, { helmVersion }: HelmSettings): (text: string) => void {
  return helmVersion === '4.2' ? io.stdout : io.stderr;
}

/** What the flags say of servers, for one repository and no others. */
export function plainAccess(
  context: CommandContext,
): ServerAccess & { readonly plainHttp: boolean; readonly passCredentials: boolean } {
  return { ...serverAccess(context), passCredentials: false };
}
