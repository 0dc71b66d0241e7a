import { LocatedError } from '@gotk/located-error';

const DEFAULT_REGISTRY = 'index.docker.io';
const REPOSITORY = /^[a-z0-9_\-./]+$/;
const REPOSITORY_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-./';
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

/** A repository in a registry. */
export interface OciRepositoryName {
  /** Host and port; Docker Hub is `index.docker.io`. */
  readonly registry: string;
  /** Path below the registry, e.g. `stefanprodan/charts/podinfo`. */
  readonly repository: string;
}

/** A repository with a tag or digest: one artifact. */
export interface OciReference extends OciRepositoryName {
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Parses `registry/repository`, without tag or digest; `oci://` before it is allowed.
 *
 * @throws LocatedError `oci-reference` with go-containerregistry's text.
 */
export function parseRepositoryName(text: string): OciRepositoryName {
  const name = text.replace(/^oci:\/\//, '');
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = hasRegistry ? first : DEFAULT_REGISTRY;
  const path = hasRegistry ? name.slice(slash + 1) : name;
  const repository = registry === DEFAULT_REGISTRY && !path.includes('/') ? `library/${path}` : path;
  checkRepository(repository, text);
  return { registry: registry === 'docker.io' ? DEFAULT_REGISTRY : registry, repository };
}

function checkRepository(repository: string, text: string): void {
  if (repository.length < 2 || repository.length > 255)
    throw invalid(`repository must be between 2 and 255 characters in length: ${repository}`, text);
  if (!REPOSITORY.test(repository))
    throw invalid(`repository can only contain the characters \`${REPOSITORY_CHARACTERS}\`: ${repository}`, text);
}

/**
 * Parses `registry/repository[:tag][@digest]`; `oci://` before it is allowed.
 *
 * @throws LocatedError `oci-reference`.
 */
export function parseReference(text: string): OciReference {
  const [withTag = '', digest] = text.split('@', 2);
  const colon = withTag.lastIndexOf(':');
  const tag = colon > withTag.lastIndexOf('/') ? withTag.slice(colon + 1) : undefined;
  const name = parseRepositoryName(tag === undefined ? withTag : withTag.slice(0, colon));
  if (digest !== undefined && !DIGEST.test(digest)) throw invalid(`could not parse reference: ${text}`, text);
  if (tag !== undefined && !TAG.test(tag))
    throw invalid(`tag can only contain letters, digits, "_", "-" and ".": ${tag}`, text);
  return { ...name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** `registry/repository[:tag][@digest]`. */
export function renderReference({ registry, repository, tag, digest }: OciReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function invalid(message: string, text: string): LocatedError {
  return new LocatedError({
    code: 'oci-reference',
    message,
    hint: `Write it as oci://registry/repository, without anything else: ${text}`,
  });
}
