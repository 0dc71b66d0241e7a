import { pullChart } from '@gotk/helm-repository';
import { type OciClient, type OciRepositoryName, parseRepositoryName } from '@gotk/oci';
import { compareVersions, matchesConstraint, parseConstraint } from '@gotk/semver';
import { findTagVersion } from '../../versions/find-tag-version.js';
import { building } from '../build-failure.js';
import type { ChartRepository, ChartVersion } from './chart-repository.js';

export interface RegistryRepositoryOptions {
  readonly url: string;
  /** Of a chart. */
  readonly maxBytes: number;
}

/** A registry: each chart is a repository below the URL, each version a tag. */
export function registryRepository(client: OciClient, { url, maxBytes }: RegistryRepositoryOptions): ChartRepository {
  const base = url.replace(/\/+$/, '');
  const nameOf = (chart: string): OciRepositoryName => parseRepositoryName(`${base}/${chart}`);
  return {
    findVersion: (name, range, signal) =>
      building('ChartPullError', 'failed to get chart version for remote reference', async () => {
        // A version needs no list of tags, which may be long.
        if (findTagVersion(range) !== undefined) return { name, version: range };
        const tags = await listVersions(client, { chart: name, url: `${base}/${name}` }, signal);
        return { name, version: chooseVersion(tags, range) };
      }),
    download: (version, signal) => download(client, { version, name: nameOf(version.name), base, maxBytes }, signal),
    findManifest: async (version, signal) => {
      const name = nameOf(version.name);
      const digest = await client.resolve(name, tagOf(version), signal).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : cause;
        const reference = `${base}/${version.name}:${version.version}`;
        throw new Error(`failed to resolve digest for '${reference}': ${reason}`, { cause });
      });
      return { client, name, digest };
    },
  };
}

async function listVersions(
  client: OciClient,
  { chart, url }: { readonly chart: string; readonly url: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const failed = `could not get tags for ${JSON.stringify(chart)}`;
  const tags = await client.listTags(parseRepositoryName(url), signal).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`${failed}: could not fetch tags for ${JSON.stringify(url)}: ${reason}`, { cause });
  });
  const versions = tags.map((tag) => tag.replaceAll('_', '+')).filter((tag) => findTagVersion(tag) !== undefined);
  if (versions.length > 0) return versions;
  throw new Error(`${failed}: unable to locate any tags in provided repository: ${url}`);
}

function chooseVersion(versions: readonly string[], range: string): string {
  if (versions.includes(range)) return range;
  const constraint = parseConstraint(range === '' ? '*' : range);
  const matching = versions
    .flatMap((version) => findTagVersion(version) ?? [])
    .filter((version) => matchesConstraint(version, constraint))
    .sort((a, b) => compareVersions(b, a));
  const [latest] = matching;
  if (latest === undefined) throw new Error(`could not locate a version matching provided version string ${range}`);
  return latest.original;
}

interface ChartDownload {
  readonly version: ChartVersion;
  readonly name: OciRepositoryName;
  readonly base: string;
  readonly maxBytes: number;
}

async function download(
  client: OciClient,
  { version, name, base, maxBytes }: ChartDownload,
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    const reference = version.digest ?? tagOf(version);
    const { content } = await pullChart(client, { name, reference, limitBytes: maxBytes }, signal);
    return content;
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === 'AbortError' || cause.name === 'TimeoutError') throw cause;
    throw new Error(`failed to get '${base}/${version.name}:${version.version}': ${cause.message}`, { cause });
  }
}

/** Tags cannot hold the `+` of a version. */
function tagOf({ version }: ChartVersion): string {
  return version.replaceAll('+', '_');
}
