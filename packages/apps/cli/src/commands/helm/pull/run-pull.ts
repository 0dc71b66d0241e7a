import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HelmLog } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import { asHelm } from '../as-helm.js';
import { consoleLog } from '../helm-console.js';
import { helmSettings } from '../helm-settings.js';
import { requireOperands } from '../require-operands.js';
import { type ChartAccess, chartAccess, keyringOf } from '../source/chart-access.js';
import type { ChartDownloader, DownloadedChart, VerificationStrategy } from '../source/chart-downloader.js';
import type { ChartNetwork } from '../source/chart-network.js';
import { findByUrl } from '../source/find-by-url.js';
import { withDownloader } from '../source/open-downloader.js';
import { requireTrust } from '../source/require-trust.js';
import { expandPackage, prepareFolder } from './expand-package.js';

/** Downloads charts. */
export const runPull = asHelm(async (context) => {
  requireOperands(context, { least: 1 });
  const settings = helmSettings(context);
  const log = consoleLog(context.io, settings);
  await requireTrust(context, settings);
  const access = chartAccess(context);
  const options = { settings, access, strategy: strategyOf(context, access), keyring: keyringOf(context), log };
  await withDownloader(context, { ...options, ...scopeOf(access) }, async ({ network, downloader }) => {
    for (const reference of context.args) {
      await pullOne(context, { reference, access, network, downloader, log, write: context.io.stdout });
    }
  });
});

/** `--repo` says whose credentials these are. */
function scopeOf({ repoUrl }: ChartAccess): { readonly ownerUrl?: string } {
  return repoUrl === '' ? {} : { ownerUrl: repoUrl };
}

function strategyOf({ flags }: CommandContext, { verify }: ChartAccess): VerificationStrategy {
  if (verify) return 'always';
  return flags.flag('prov') ? 'later' : 'never';
}

interface PullOptions {
  readonly reference: string;
  readonly access: ChartAccess;
  readonly network: ChartNetwork;
  readonly downloader: ChartDownloader;
  readonly log: HelmLog;
  readonly write: (text: string) => void;
}

async function pullOne(context: CommandContext, options: PullOptions): Promise<void> {
  const { flags, io } = context;
  const { reference, access, network, downloader } = options;
  const source =
    access.repoUrl === '' ? reference : await findByUrl(network, { chart: reference, access, log: options.log });
  const request = { reference: source, version: access.version };
  const destination = flags.text('destination');
  if (!flags.flag('untar')) return tell(options, await downloader.downloadTo(request, destination, io.cwd));
  const folder = mkdtempSync(join(tmpdir(), 'helm-'));
  try {
    const downloaded = await downloader.downloadTo(request, folder, io.cwd);
    tell(options, downloaded);
    untar(context, reference, downloaded.file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell({ write }: PullOptions, { verification }: DownloadedChart): void {
  if (verification === undefined) return;
  const { identities, fingerprint, fileHash } = verification;
  write(identities.map((name) => `Signed by: ${name}\n`).join(''));
  write(`Using Key With Fingerprint: ${fingerprint}\nChart Hash Verified: ${fileHash}\n`);
}

function untar({ flags, io }: CommandContext, reference: string, file: string): void {
  const folder = prepareFolder({
    destination: flags.text('destination'),
    untarDir: flags.text('untardir'),
    chart: reference.slice(reference.lastIndexOf('/') + 1),
    cwd: io.cwd,
  });
  expandPackage(readFileSync(file), folder);
}
