import { cleanupPatch, compileIgnoreRules, type IgnoreRule, mapConcurrently, normalizeObject } from '@gotk/apply';
import { isJsonObject, type JsonObject, type JsonValue, parseJsonPointer } from '@gotk/json';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { asJson, type KubeObject, keyOf } from '@gotk/objects';
import { buildResources } from '../resources/build-resources.js';
import { ownObject } from '../resources/ownership.js';
import type { Resource } from '../resources/resource.js';
import type { Release } from '../storage/release.js';
import { createJsonPatch, type PatchOperation } from './create-json-patch.js';

/** How an object in the cluster differs from what was released. */
export type Drift =
  | { readonly kind: 'removed'; readonly desired: KubeObject }
  | { readonly kind: 'changed'; readonly desired: KubeObject; readonly patch: readonly PatchOperation[] }
  | { readonly kind: 'excluded'; readonly desired: KubeObject };

export interface DetectDriftOptions {
  readonly client: KubeClient;
  readonly fieldManager: string;
  readonly ignore: readonly IgnoreRule[];
  /** Managers whose fields are taken over before anything is compared. */
  readonly overrideManagers: readonly string[];
  readonly signal: AbortSignal;
}

const DISABLED = 'helm.toolkit.fluxcd.io/driftDetection';
const CONCURRENCY = 8;

/**
 * Compares the objects of a release with the cluster: a server-side apply that is not carried out tells what it would change.
 * @returns differences in the order of the manifest.
 */
export async function detectDrift(release: Release, options: DetectDriftOptions): Promise<readonly Drift[]> {
  const { manifest, namespace } = release;
  const resources = await buildResources(manifest, { ...options, namespace });
  const rules = compileIgnoreRules(options.ignore);
  const drifts = await mapConcurrently(resources, { limit: CONCURRENCY }, (resource) => {
    const desired = normalizeObject(ownObject(resource.object, release));
    const paths = rules.filter((rule) => rule.matches(desired)).flatMap((rule) => rule.paths);
    return compare({ ...resource, object: desired }, paths, options);
  });
  return drifts.filter((drift) => drift !== undefined);
}

async function compare(
  { object, key }: Resource,
  ignored: readonly string[],
  options: DetectDriftOptions,
): Promise<Drift | undefined> {
  const { client, fieldManager, signal } = options;
  if (isExcluded(object) || ignored.includes('')) return { kind: 'excluded', desired: object };
  const live = await client.find(key, undefined, signal);
  if (live === undefined) return { kind: 'removed', desired: object };
  if (isExcluded(live)) return { kind: 'excluded', desired: object };
  const current = await overrideManagers(live, options);
  let dryRun: KubeObject;
  try {
    dryRun = await client.apply(object, { fieldManager, force: true, dryRun: true }, signal);
  } catch (error) {
    if (isApiError(error, 'NotFound')) return { kind: 'removed', desired: object };
    throw new Error(dryRunProblem(object, error), { cause: error });
  }
  const patch = differences(withoutPaths(current, ignored), withoutPaths(dryRun, ignored));
  return patch.length === 0 ? undefined : { kind: 'changed', desired: object, patch };
}

function dryRunProblem(object: KubeObject, error: unknown): string {
  const { kind, namespace = '', name } = keyOf(object);
  const text = error instanceof Error ? error.message : String(error);
  return `${kind}/${namespace === '' ? '' : `${namespace}/`}${name} dry-run failed: ${text}`;
}

/** Labels of others are no drift, so nothing is removed from the metadata. */
function differences(live: KubeObject, dryRun: KubeObject): readonly PatchOperation[] {
  const metadata = createJsonPatch(marksOf(live), marksOf(dryRun)).filter(({ op }) => op !== 'remove');
  return [...metadata, ...createJsonPatch(contentOf(live), contentOf(dryRun))];
}

/** The name stays, so that a missing `labels` never turns into a patch of all the metadata. */
function marksOf({ metadata }: KubeObject): JsonObject {
  const { name, labels, annotations } = metadata;
  return {
    metadata: {
      name,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
  };
}

function contentOf(object: KubeObject): JsonObject {
  const { metadata: _metadata, status: _status, ...content } = asJson(object);
  return content;
}

function isExcluded({ metadata }: KubeObject): boolean {
  return [metadata.labels, metadata.annotations].some((texts) => texts?.[DISABLED]?.toLowerCase() === 'disabled');
}

function withoutPaths(object: KubeObject, paths: readonly string[]): KubeObject {
  return paths.reduce<JsonValue>(
    (value, path) => removeAt(value, parseJsonPointer(path)),
    asJson(object),
  ) as unknown as KubeObject;
}

function removeAt(value: JsonValue, path: readonly string[]): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const index = Number(key);
    const items = value as readonly JsonValue[];
    if (rest.length === 0) return items.filter((_, position) => position !== index);
    return items.map((item, position) => (position === index ? removeAt(item, rest) : item));
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return value;
  const { [key]: field, ...others } = value;
  return rest.length === 0 || field === undefined ? others : { ...value, [key]: removeAt(field, rest) };
}

async function overrideManagers(live: KubeObject, options: DetectDriftOptions): Promise<KubeObject> {
  const { client, fieldManager, signal } = options;
  const managers = options.overrideManagers.flatMap((name) => [
    { name, operation: 'Apply' as const },
    { name, operation: 'Update' as const },
  ]);
  const operations = managers.length === 0 ? [] : cleanupPatch(live, { managers }, fieldManager);
  if (operations.length === 0) return live;
  return client.patch(keyOf(live), { type: 'json', operations }, { fieldManager }, signal);
}
