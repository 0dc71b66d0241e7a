import type { HelmLog } from '@gotk/helm';
import { type ChosenVersion, chooseVersion, loadIndex, resolveReference } from '@gotk/helm-repository';
import type { ChartNetwork } from './chart-network.js';
import type { RepositoryEntry } from './repositories-file.js';

export interface FindOptions {
  readonly repository: RepositoryEntry;
  readonly chart: string;
  /** Version or range; empty for the latest. */
  readonly version: string;
  readonly log: HelmLog;
}

/** The URL of a chart in a repository that is only named by its URL. @throws Error in Helm's words */
export async function findInRepository(network: ChartNetwork, options: FindOptions): Promise<string> {
  const { repository, chart, version, log } = options;
  const index = await downloadIndex(network, repository);
  const named = `chart ${JSON.stringify(chart)}`;
  const shown = version === '' ? named : `${named} version ${JSON.stringify(version)}`;
  const chosen = chooseOrFail(index, options, `${shown} not found in ${repository.url} repository`);
  warnOfClosest(chosen, version, log);
  const [url] = chosen.chart.urls;
  if (url === undefined) throw new Error(`${shown} has no downloadable URLs`);
  return resolveReference(repository.url, url);
}

async function downloadIndex(network: ChartNetwork, repository: RepositoryEntry): Promise<Buffer> {
  try {
    return loadIndex(await network.downloadIndex(repository));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (reason.startsWith('could not find protocol handler')) throw cause;
    const place = JSON.stringify(repository.url);
    throw new Error(`looks like ${place} is not a valid chart repository or cannot be reached: ${reason}`, { cause });
  }
}

function chooseOrFail(index: Buffer, { chart, version }: FindOptions, problem: string): ChosenVersion {
  try {
    return chooseVersion(index, chart, version);
  } catch (cause) {
    throw new Error(problem, { cause });
  }
}

/** Says so when another version than the one asked for has to do. */
export function warnOfClosest({ chart, isClosest }: ChosenVersion, requested: string, log: HelmLog): void {
  if (!isClosest) return;
  const message = 'unable to find exact version requested; falling back to closest available version';
  log({
    level: 'WARN',
    message,
    attributes: [
      ['chart', chart.name],
      ['requested', requested],
      ['selected', chart.version],
    ],
  });
}
