import { statSync } from 'node:fs';
import type { Chart, HelmLog } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import { goFileError } from '../../../output/go-file-error.js';
import type { HelmSettings } from '../helm-settings.js';
import { openFolder } from '../open-chart.js';
import { keyringOf } from '../source/chart-access.js';
import type { VerificationStrategy } from '../source/chart-downloader.js';
import { type OpenDownloader, plainAccess, withDownloader } from '../source/open-downloader.js';

export interface DependencyOptions {
  readonly settings: HelmSettings;
  /** Absolute path of the chart's folder. */
  readonly path: string;
  /** How messages name it. */
  readonly shownPath: string;
  readonly strategy: VerificationStrategy;
  /** Whether indexes of repositories are taken from the cache. */
  readonly skipRefresh: boolean;
  readonly log: HelmLog;
  /** Takes what people are told. */
  readonly write: (text: string) => void;
}

/** Work on the dependencies of one chart. */
export interface DependencyRun extends DependencyOptions, OpenDownloader {
  readonly context: CommandContext;
}

/** Runs something on the dependencies of a chart, with connections to where they are. */
export function withDependencyRun<T>(
  context: CommandContext,
  options: DependencyOptions,
  run: (dependencyRun: DependencyRun) => Promise<T>,
): Promise<T> {
  const { settings, strategy, log, write } = options;
  const access = plainAccess(context);
  const opening = { settings, access, strategy, keyring: keyringOf(context), log, write };
  return withDownloader(context, opening, (open) => run({ ...options, ...open, context }));
}

/** Loads the chart, which must be a folder. @throws Error in Helm's words */
export function loadChartFolder({ path, shownPath, log, settings }: DependencyOptions): Chart {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    const reason = goFileError('stat', shownPath, Object.assign(new Error(), { code: 'ENOENT' })).message;
    throw new Error(`could not find ${shownPath}: ${reason}`);
  }
  if (!stats.isDirectory()) throw new Error('only unpacked charts can be updated');
  return openFolder({ path, shownPath, log, helmVersion: settings.helmVersion });
}
