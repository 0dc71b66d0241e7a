import type { Chart } from '@gotk/helm';
import { compareVersions, findVersion, renderVersion } from '@gotk/semver';
import type { FeatureGates } from '../../feature-gates.js';
import type { ResolvedSource } from './resolve-source.js';

const SHORT_DIGEST_LENGTH = 12;

/** A chart, and the digest of what it came in. */
export interface MarkedChart {
  readonly chart: Chart;
  /** Empty where the source has none. */
  readonly ociDigest: string;
}

/**
 * Marks the version of a chart from a registry with the digest it was pulled by, so that a tag that moves is noticed.
 * @throws Error with Flux's text when the tag is another version.
 */
export function markChartVersion(chart: Chart, source: ResolvedSource, gates: FeatureGates): MarkedChart {
  const { revision } = source.artifact;
  if (!hasDigest(source)) return { chart, ociDigest: '' };
  const version = findVersion(chart.metadata.version);
  if (version === undefined) throw new Error(`invalid chart version ${chart.metadata.version}`);
  const [tag = '', tagDigest] = revision.split('@');
  const tagged = findVersion(revision.includes('@') ? tag.replaceAll('_', '+') : tag);
  let ociDigest = revision;
  if (tagged !== undefined) {
    if (tagDigest === undefined || compareVersions(tagged, version) !== 0) {
      throw new Error(`artifact revision ${tag} does not match chart version ${chart.metadata.version}`);
    }
    ociDigest = tagDigest;
  }
  const marked = renderVersion({ ...version, metadata: shortDigest(ociDigest) });
  if (gates.DisableChartDigestTracking) return { chart, ociDigest };
  return { chart: { ...chart, metadata: { ...chart.metadata, version: marked } }, ociDigest };
}

/** The digest in a revision such as `1.2.3@sha256:…`, or the revision itself where that is one. */
export function digestOfRevision(revision: string): string {
  const [first = '', second, more] = revision.split('@');
  if (second === undefined) return first;
  return more === undefined ? second : '';
}

function hasDigest({ kind, artifact }: ResolvedSource): boolean {
  return kind === 'OCIRepository' || (kind === 'ExternalArtifact' && artifact.revision.includes(':'));
}

function shortDigest(revision: string): string {
  const [, sha, more] = revision.split(':');
  if (sha === undefined || more !== undefined || sha.length < SHORT_DIGEST_LENGTH) {
    throw new Error(`invalid artifact revision ${revision}`);
  }
  return sha.slice(0, SHORT_DIGEST_LENGTH);
}
