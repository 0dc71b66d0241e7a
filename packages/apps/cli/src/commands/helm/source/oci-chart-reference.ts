import { parseGoUrl } from '@gotk/go-url';
import type { OciRepositoryName } from '@gotk/oci';

const HOST = /^[A-Za-z0-9.-]+(?::\d+)?$|^\[[0-9A-Fa-f:.]+\](?::\d+)?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-fA-F0-9]{32,}$/;
const LONGEST = 512;

/** Where a chart is in a registry. */
export interface OciChartReference {
  readonly name: OciRepositoryName;
  /** As it is in the registry, `_` for `+`; empty for none. */
  readonly tag: string;
  /** Empty for none. */
  readonly digest: string;
}

/** One version of a chart in a registry. */
export interface ResolvedReference extends Omit<OciChartReference, 'tag'> {
  /** Tag or digest to ask for. */
  readonly reference: string;
  /** The version as the user knows it. */
  readonly shown: string;
}

/** Whether a chart is named by where it is in a registry. */
export function isOciUrl(url: string): boolean {
  return url.startsWith('oci://');
}

/** Parses `oci://registry/repository[:tag][@digest]`; a tag may have a `+`. @throws Error in Helm's words */
export function parseChartReference(url: string): OciChartReference {
  const { host, path } = parseGoUrl(url);
  const whole = `${host}${path}`;
  const at = whole.lastIndexOf('@');
  const digest = at === -1 ? '' : whole.slice(at + 1);
  const rest = at === -1 ? whole : whole.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const hasTag = colon > rest.lastIndexOf('/');
  const tag = hasTag ? rest.slice(colon + 1).replaceAll('+', '_') : '';
  const name = parseName(hasTag ? rest.slice(0, colon) : rest);
  if (tag !== '' && !TAG.test(tag)) throw new Error(`invalid reference: invalid tag ${JSON.stringify(tag)}`);
  if (digest !== '' && !DIGEST.test(digest))
    throw new Error(`invalid reference: invalid digest ${JSON.stringify(digest)}`);
  return { name, tag, digest };
}

function parseName(text: string): OciRepositoryName {
  const slash = text.indexOf('/');
  if (slash === -1) throw new Error('invalid reference: missing registry or repository');
  const [registry, repository] = [text.slice(0, slash), text.slice(slash + 1)];
  if (!HOST.test(registry)) throw new Error(`invalid reference: invalid registry ${JSON.stringify(registry)}`);
  if (repository.length > LONGEST || !REPOSITORY.test(repository)) {
    throw new Error(`invalid reference: invalid repository ${JSON.stringify(repository)}`);
  }
  return { registry: registry === 'docker.io' ? 'registry-1.docker.io' : registry, repository };
}
