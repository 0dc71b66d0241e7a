import { computeDigest } from '@gotk/artifact-store';
import type { DigestAlgorithm } from '@gotk/digest';
import { renderGoJson, renderGoJsonString } from '@gotk/json';
import { renderGoStruct } from '../storage/go-struct.js';
import { chartMetadataOf, type Release } from '../storage/release.js';
import { renderChartMetadata } from '../storage/render-chart-metadata.js';
import { renderReleaseHook, renderReleaseInfo } from '../storage/render-release.js';
import { isDigestOf } from './text-digest.js';

/**
 * Digest of a stored release, by which a change by somebody else is noticed. The tests among its hooks do not count: people run
 * them by hand.
 *
 * @param ociDigest of the chart in its registry, where it came from one.
 */
export function releaseDigest(
  release: Release,
  { algorithm, ociDigest = '' }: { readonly algorithm: DigestAlgorithm; readonly ociDigest?: string },
): string {
  return computeDigest(releaseText(release, ociDigest), algorithm);
}

/** Whether a digest, in whichever algorithm, is that of a stored release. */
export function isReleaseDigest(digest: string, release: Release, ociDigest = ''): boolean {
  return isDigestOf(digest, releaseText(release, ociDigest));
}

function releaseText(release: Release, ociDigest: string): string {
  const { name, version, info, config, manifest, namespace } = release;
  const hooks = release.hooks.filter(({ events }) => !events.includes('test'));
  const text = renderGoStruct([
    ['name', renderGoJsonString(name, true)],
    ['version', String(version)],
    ['info', renderReleaseInfo(info)],
    ['chartMetadata', renderChartMetadata(chartMetadataOf(release))],
    ['config', Object.keys(config).length === 0 ? 'null' : renderGoJson(config)],
    ['manifest', renderGoJsonString(manifest, true)],
    ['hooks', hooks.length === 0 ? 'null' : `[${hooks.map(renderReleaseHook).join(',')}]`],
    ['namespace', renderGoJsonString(namespace, true)],
    ['ociDigest', ociDigest === '' ? undefined : renderGoJsonString(ociDigest, true)],
  ]);
  return `${text}\n`;
}
