import type { HelmLog } from '@gotk/helm';
import type { ChartAccess } from './chart-access.js';
import type { ChartNetwork } from './chart-network.js';
import { findInRepository } from './find-in-repository.js';

/** The URL of a chart in the repository of `--repo`. @throws Error in Helm's words */
export function findByUrl(
  network: ChartNetwork,
  { chart, access, log }: { readonly chart: string; readonly access: ChartAccess; readonly log: HelmLog },
): Promise<string> {
  const repository = { ...access, name: '', url: access.repoUrl };
  return findInRepository(network, { repository, chart, version: access.version.trim(), log });
}
