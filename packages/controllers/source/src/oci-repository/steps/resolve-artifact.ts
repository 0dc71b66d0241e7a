import { compileRegex } from '@gotk/go-template';
import { type OciClient, type OciReference, type OciRepositoryName, parseRepositoryName } from '@gotk/oci';
import { compareVersions, matchesConstraint, parseConstraint } from '@gotk/semver';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import { findTagVersion } from '../../versions/find-tag-version.js';
import type { OciRepository, OciSelector } from '../parse-oci-repository.js';

const HELM_CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** What a reference stands for in the registry now. */
export interface RemoteArtifact {
  readonly reference: OciReference;
  readonly digest: string;
  /** `tag@sha256:…`, or the digest alone where that was asked for. */
  readonly revision: string;
}

/** Finds the digest that is to be pulled. A digest in the spec is taken as it is. */
export async function resolveArtifact(
  client: OciClient,
  object: OciRepository,
  signal: AbortSignal,
): Promise<RemoteArtifact> {
  const { url, selector } = object.decoded;
  const name = requireRepository(url);
  if (selector.kind === 'digest') {
    const { digest } = selector;
    return { reference: { ...name, digest }, digest: requireDigest(digest), revision: digest };
  }
  const tag = await chooseTag(client, { object, name, selector }, signal);
  const message = 'failed to determine artifact digest';
  const digest = await tellingFailures({ condition: 'FetchFailed', reason: 'OCIArtifactPullFailed', message }, () =>
    client.resolve(name, tag, signal),
  );
  return { reference: { ...name, tag }, digest, revision: `${tag}@${digest}` };
}

function requireRepository(url: string): OciRepositoryName {
  try {
    return parseRepositoryName(url);
  } catch (cause) {
    const message = `URL validation failed for '${url}': ${cause instanceof Error ? cause.message : cause}`;
    throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason: 'URLInvalid', message, cause });
  }
}

function requireDigest(digest: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  const message = `failed to determine artifact digest: cannot parse hash: ${JSON.stringify(digest)}`;
  throw new SourceFailure({ kind: 'retry', condition: 'FetchFailed', reason: 'OCIArtifactPullFailed', message });
}

interface TagChoice {
  readonly object: OciRepository;
  readonly name: OciRepositoryName;
  readonly selector: Exclude<OciSelector, { readonly kind: 'digest' }>;
}

async function chooseTag(
  client: OciClient,
  { object, name, selector }: TagChoice,
  signal: AbortSignal,
): Promise<string> {
  if (selector.kind === 'tag') return selector.tag;
  const { url, layer } = object.decoded;
  const message = `failed to determine the artifact tag for '${url}'`;
  return tellingFailures({ condition: 'FetchFailed', reason: 'ReadOperationFailed', message }, async () => {
    const tags = await client.listTags(name, signal);
    return latestTag(tags, { ...selector, isChart: layer.mediaType === HELM_CHART_LAYER });
  });
}

interface TagRules {
  readonly range: string;
  readonly filter: string;
  /** Whether `_` in a tag stands for the `+` of a version, which tags cannot hold. */
  readonly isChart: boolean;
}

function latestTag(tags: readonly string[], { range, filter, isChart }: TagRules): string {
  const pattern = filter === '' ? undefined : compileRegex(filter);
  const wanted = tags.filter((tag) => pattern === undefined || pattern.find(tag, 0) !== undefined);
  const constraint = parseRange(range);
  const matching = wanted
    .flatMap((tag) => findTagVersion(isChart ? tag.replaceAll('_', '+') : tag) ?? [])
    .filter((version) => matchesConstraint(version, constraint))
    .sort((a, b) => compareVersions(b, a));
  const [latest] = matching;
  if (latest === undefined) throw new Error(`no match found for semver: ${range}`);
  return isChart ? latest.original.replaceAll('+', '_') : latest.original;
}

function parseRange(range: string): ReturnType<typeof parseConstraint> {
  try {
    return parseConstraint(range);
  } catch (cause) {
    throw new Error(`semver '${range}' parse error: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
