import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { HelmLog } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import type { CommandContext } from '../../../cli/command.js';
import type { HelmSettings } from '../helm-settings.js';
import { type ChartAccess, chartAccess, keyringOf } from './chart-access.js';
import type { DownloaderOptions } from './open-downloader.js';

export interface LocateOptions {
  readonly settings: HelmSettings;
  readonly log: HelmLog;
}

/** A chart on disk. */
export interface LocatedChart {
  /** Absolute. */
  readonly path: string;
  /** How messages name it. */
  readonly shownPath: string;
}

/** Where the chart that an operand names is on disk: a folder, an archive, or downloaded into the cache. @throws Error in Helm's words */
export async function locateChart(
  context: CommandContext,
  operand: string,
  options: LocateOptions,
): Promise<LocatedChart> {
  const name = operand.trim();
  const access = chartAccess(context);
  const path = resolve(context.io.cwd, name);
  const isHelm3 = options.settings.helmVersion === '3.22';
  if (access.repoUrl === '' || isHelm3) {
    if (existsSync(path)) {
      if (access.repoUrl !== '')
        context.io.stderr(`install.go:759: WARN ${IGNORED} chart=${name} repository=${access.repoUrl}\n`);
      if (access.verify) await verifyLocal(context, path);
      return { path, shownPath: path };
    }
    if (isAbsolute(name) || name.startsWith('.')) throw missingPath(name);
  }
  const file = await downloadChart(context, { name, access }, options);
  return { path: file, shownPath: file };
}

const IGNORED = 'local chart found in current working directory. repository url ignored';

function missingPath(name: string): LocatedError {
  return new LocatedError({
    code: 'chart-missing',
    message: `path ${JSON.stringify(name)} not found`,
    hint: 'Name a folder that holds a Chart.yaml, or a packaged chart.',
  });
}

async function verifyLocal(context: CommandContext, path: string): Promise<void> {
  const { verifyChart } = await import('../provenance/verify-chart.js');
  await verifyChart(path, { provenanceFile: `${path}.prov`, keyring: keyringOf(context) });
}

async function downloadChart(
  context: CommandContext,
  { name, access }: { readonly name: string; readonly access: ChartAccess },
  { settings, log }: LocateOptions,
): Promise<string> {
  // Charts on disk need none of the network's code.
  const { withDownloader } = await import('./open-downloader.js');
  const strategy = access.verify ? 'always' : 'never';
  const ownerUrl = access.repoUrl === '' ? undefined : access.repoUrl;
  const options: DownloaderOptions = { settings, access, strategy, keyring: keyringOf(context), ownerUrl, log };
  return withDownloader(context, options, async ({ network, downloader }) => {
    const { findByUrl } = await import('./find-by-url.js');
    const reference = access.repoUrl === '' ? name : await findByUrl(network, { chart: name, access, log });
    const version = access.version.trim();
    const { file } = await downloader.downloadToCache({ reference, version });
    return file;
  });
}
