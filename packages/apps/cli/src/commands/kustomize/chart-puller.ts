import { readFileSync } from 'node:fs';
import { unpackArchive } from '@gotk/archive';
import { type FileTree, joinTreePath } from '@gotk/file-tree';
import { silentLog } from '@gotk/helm';
import type { PullChart, PullRequest } from '@gotk/kustomize';
import type { CommandContext } from '../../cli/command.js';
import type { FlagValues } from '../../cli/flag.js';
import { helmSettings } from '../helm/helm-settings.js';
import type { ChartAccess } from '../helm/source/chart-access.js';
import { findByUrl } from '../helm/source/find-by-url.js';
import { isOciUrl } from '../helm/source/oci-chart-reference.js';
import { type DownloaderOptions, withDownloader } from '../helm/source/open-downloader.js';

const MAX_CHART_BYTES = 128 * 1024 * 1024;

/**
 * Downloads the charts that a kustomization names, from repositories and registries, into Helm's cache. Unlike with
 * kustomize, nothing is written beside the kustomization.
 */
export function chartPuller(context: CommandContext): PullChart {
  return async (request) => {
    const access = accessOf(request);
    const settings = helmSettings({ flags: NO_FLAGS, io: context.io });
    const log = silentLog;
    const options: DownloaderOptions = {
      settings,
      access,
      strategy: 'never',
      keyring: { path: '', shownPath: '' },
      ownerUrl: request.repo,
      log,
      write: () => undefined,
    };
    const file = await withDownloader(context, options, async ({ network, downloader }) => {
      const { name, repo } = request;
      const reference = isOciUrl(repo)
        ? `${repo.replace(/\/$/, '')}/${name}`
        : await findByUrl(network, { chart: name, access, log });
      return (await downloader.downloadToCache({ reference, version: access.version })).file;
    });
    return chartIn(await unpackArchive(readFileSync(file), { limitBytes: MAX_CHART_BYTES }));
  };
}

/** Helm's own settings come from the environment alone. */
const NO_FLAGS: FlagValues = {
  text: (name) => (name === 'helm-version' ? '4.2' : ''),
  flag: () => false,
  number: () => 0,
  durationMs: () => 0,
  list: () => [],
  isSet: () => false,
};

function accessOf({ repo, version, devel }: PullRequest): ChartAccess {
  return {
    username: '',
    password: '',
    certFile: '',
    keyFile: '',
    caFile: '',
    insecureSkipTlsVerify: false,
    plainHttp: false,
    passCredentials: false,
    repoUrl: isOciUrl(repo) ? '' : repo,
    version: version === '' && devel ? '>0.0.0-0' : version,
    verify: false,
  };
}

/** A packaged chart is a folder in the archive. */
function chartIn(archive: FileTree): FileTree {
  const root = archive.entry('');
  const [folder = ''] = root?.kind === 'directory' ? root.names : [];
  return {
    entry(path) {
      const full = joinTreePath(folder, path);
      return full === undefined ? undefined : archive.entry(full);
    },
  };
}
