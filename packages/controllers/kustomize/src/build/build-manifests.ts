import { createHash } from 'node:crypto';
import type { FileTree } from '@gotk/file-tree';
import type { KustomizationSpec } from '@gotk/flux-types';
import { type BuildCache, type BuiltObject, type FetchRemote, type HelmOptions, kustomizeBuild } from '@gotk/kustomize';
import { findLocation, LocatedError, type SourceLocation } from '@gotk/located-error';
import { type KubeObject, parseApiVersion } from '@gotk/objects';
import type { SopsKeyService } from '@gotk/sops';
import { type BuildSources, decryptBuildSources, decryptBuilt } from '../decryption/decrypt-build.js';
import { type BuildSpec, generateKustomization } from '../generate/generate-kustomization.js';
import { keepsText, substituteObject } from './substitute-object.js';
import type { Substitutions } from './substitutions.js';

/** What of a Flux Kustomization's spec decides about its manifests. */
export type ManifestSpec = BuildSpec & Pick<KustomizationSpec, 'postBuild'>;

export interface BuildManifestsOptions {
  readonly tree: FileTree;
  /** The directory that `spec.path` names. */
  readonly directory: string;
  readonly spec: ManifestSpec;
  /** Gives the variables of `spec.postBuild`; asked once, and only when there is something to substitute in. */
  readonly loadVariables: () => Promise<ReadonlyMap<string, string>>;
  /** Whether a variable without value and default is an error. Default true. */
  readonly strictSubstitutions?: boolean;
  /** How an error begins that substitution has in an object. Default: `post build failed for` it. */
  readonly describeSubstitution?: (object: KubeObject) => string;
  /** How messages name the root of the tree. Default `/`. */
  readonly rootPath?: string;
  /** Files that are no manifests. Default: none. */
  readonly isIgnored?: (path: string) => boolean;
  /** Keys for what SOPS encrypted. Absent: it stays encrypted. */
  readonly decryptionKeys?: SopsKeyService | undefined;
  readonly fetchRemote?: FetchRemote | undefined;
  readonly helm?: HelmOptions | undefined;
  readonly cache?: BuildCache | undefined;
  /** What earlier builds with the same cache have replaced. */
  readonly substitutions?: Substitutions | undefined;
}

/** The manifests of a Flux Kustomization. */
export interface Manifests {
  readonly objects: readonly KubeObject[];
  /** `sha256:` and the digest of {@link text}. */
  readonly digest: string;
  /** All documents as kustomize prints them. */
  readonly text: string;
  /** Where an object was written. */
  locate(object: KubeObject): SourceLocation | undefined;
}

/**
 * Builds what a Flux Kustomization applies: a kustomization file with the spec in it, kustomize's build, and substitution.
 *
 * @throws LocatedError or Error with Flux's text.
 */
export async function buildManifests(options: BuildManifestsOptions, signal?: AbortSignal): Promise<Manifests> {
  const built = await runKustomize(options, signal);
  const places = new Map<string, SourceLocation>();
  const documents: Document[] = [];
  for (const each of built) {
    const { object, yaml, origin } = await finishObject(each, options, signal);
    documents.push({ object, yaml });
    if (origin !== undefined) {
      const { file, line, repository } = origin;
      places.set(placeKey(object), { file, line, ...(repository === undefined ? {} : { repository }) });
    }
  }
  const text = documents.map(({ yaml }) => yaml).join('---\n');
  return {
    objects: documents.map(({ object }) => object),
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    text,
    locate: (object) => places.get(placeKey(object)),
  };
}

interface Document {
  readonly object: KubeObject;
  readonly yaml: string;
}

async function runKustomize(
  options: BuildManifestsOptions,
  signal: AbortSignal | undefined,
): Promise<readonly BuiltObject[]> {
  const { tree, directory, spec, rootPath = '', isIgnored, fetchRemote, helm, cache } = options;
  const scan = { rootPath, cache, ...(isIgnored === undefined ? {} : { isIgnored }) };
  const generated = generateKustomization(tree, { directory, spec, scan });
  const sources = { tree, directory, overrides: { [generated.path]: generated.text } };
  const overrides = { ...(await decryptedSources(sources, options, signal)), ...sources.overrides };
  try {
    const { objects } = await kustomizeBuild(
      {
        tree,
        directory,
        overrides,
        rootPath: rootPath === '' ? '/' : rootPath,
        loadRestrictor: 'LoadRestrictionsNone',
        nowMs: Date.now,
        ...(fetchRemote === undefined ? {} : { fetchRemote }),
        ...(helm === undefined ? {} : { helm }),
        ...(cache === undefined ? {} : { cache }),
      },
      signal,
    );
    return objects;
  } catch (error) {
    signal?.throwIfAborted();
    throw wrap(error, 'kustomize build failed');
  }
}

async function decryptedSources(
  sources: BuildSources,
  { decryptionKeys: keys }: BuildManifestsOptions,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, Uint8Array>>> {
  if (keys === undefined) return {};
  try {
    return await decryptBuildSources(sources, { keys, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw wrap(error, 'error decrypting sources');
  }
}

async function finishObject(
  built: BuiltObject,
  options: BuildManifestsOptions,
  signal: AbortSignal | undefined,
): Promise<BuiltObject> {
  const { object, origin } = built;
  if ((object.metadata?.name ?? '') === '' || (object.kind ?? '') === '' || (object.apiVersion ?? '') === '') {
    const message = `failed to decode Kubernetes apiVersion, kind and name from: ${built.yaml}`;
    throw new LocatedError({ code: 'manifest-malformed', message, at: origin });
  }
  const { decryptionKeys: keys } = options;
  const what = `'${renderGvk(object)}/${object.metadata.name}'`;
  const plain =
    keys === undefined
      ? built
      : await during(`decryption failed for ${what}`, origin, () => decryptBuilt(built, { keys, signal }));
  if (options.spec.postBuild === undefined || keepsText(plain.object)) return plain;
  const context = options.describeSubstitution?.(plain.object) ?? `post build failed for ${what}`;
  return during(context, origin, () => substituteObject(plain, options));
}

async function during<T>(context: string, at: SourceLocation | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw wrap(error, context, at);
  }
}

/** `Kind.version.group`, as kustomize prints it. */
function renderGvk({ apiVersion, kind }: KubeObject): string {
  const { group, version } = parseApiVersion(apiVersion);
  return `${kind}.${version}.${group === '' ? '[noGrp]' : group}`;
}

function wrap(error: unknown, context: string, at?: SourceLocation): LocatedError {
  const text = error instanceof Error ? error.message : String(error);
  return new LocatedError({
    code: error instanceof LocatedError ? error.code : 'build-failed',
    message: `${context}: ${text}`,
    at: findLocation(error) ?? at,
    hint: error instanceof LocatedError ? error.hint : undefined,
    cause: error,
  });
}

function placeKey({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([apiVersion, kind, metadata.namespace ?? '', metadata.name]);
}
