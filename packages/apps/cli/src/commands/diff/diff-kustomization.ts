import {
  type CompiledIgnoreRule,
  compareApplyOrder,
  compileIgnoreRules,
  hasDrifted,
  type MetadataSelector,
  matchesMetadata,
  normalizeObject,
} from '@gotk/apply';
import type { Kustomization } from '@gotk/flux-types';
import { type Inventory, inventoryOf, staleKeys } from '@gotk/inventory';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { asJson, fieldOf, type KubeObject, keyOf, renderObjectName } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { buildLocally, isKustomization, isSame, type LocalBuildOptions, localFolderOf } from '../build/local-build.js';
import { SOPS_MASK } from '../build/mask-sops.js';
import { compareValues } from './compare-values.js';
import { maskSecrets } from './mask-secrets.js';
import { renderChanges } from './render-changes.js';

const FIELD_MANAGER = 'kustomize-controller';
const GROUP = 'kustomize.toolkit.fluxcd.io';
const LEFT_ALONE: MetadataSelector = [
  [`${GROUP}/reconcile`, 'disabled'],
  [`${GROUP}/ssa`, 'ignore'],
];
const CREATED_ONLY: MetadataSelector = [[`${GROUP}/ssa`, 'ifnotpresent']];
const MAX_DEPTH = 50;

/** What would change. */
export interface KustomizationDiff {
  readonly text: string;
  readonly hasChanges: boolean;
}

/** Compares what a Kustomization makes of local files with the cluster, by dry runs. @throws Error with Flux's text */
export async function diffKustomization(
  context: CommandContext,
  options: LocalBuildOptions,
  depth = 0,
): Promise<KustomizationDiff> {
  if (depth > MAX_DEPTH) throw new Error(`Kustomizations are nested more than ${MAX_DEPTH} deep`);
  const { kustomization, objects } = await buildLocally(context, options);
  const rules = compileIgnoreRules(kustomization.spec.ignore ?? []);
  const parts: KustomizationDiff[] = [];
  const problems: string[] = [];
  for (const object of objects.map(normalizeObject)) {
    try {
      const part = await diffObject(object, rules, context);
      parts.push(part);
      if (context.flags.flag('recursive') && !part.isCreated && isNested(object, kustomization)) {
        parts.push(await diffNested(object, context, depth));
      }
    } catch (error) {
      // All differences are worth seeing.
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (problems.length > 0) throw new Error(problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`);
  parts.push(diffInventory(kustomization, objects));
  return { text: parts.map(({ text }) => text).join(''), hasChanges: parts.some(({ hasChanges }) => hasChanges) };
}

function isNested(object: KubeObject, kustomization: Kustomization): boolean {
  return isKustomization(object) && !isSame(object, kustomization);
}

async function diffNested(object: KubeObject, context: CommandContext, depth: number): Promise<KustomizationDiff> {
  const name = renderObjectName(keyOf(object));
  if (fieldOf(object, 'spec', 'kubeConfig') !== undefined) {
    return { text: `⚠️ ${name} skipped: diff not supported for remote clusters\n`, hasChanges: false };
  }
  const { name: nested = '', namespace = '' } = object.metadata;
  const folder = localFolderOf(context, object);
  const inner = { name: nested, namespace, folder, given: object, dryRun: false, ignoreNotFound: false };
  const { text, hasChanges } = await diffKustomization(context, inner, depth + 1);
  return hasChanges ? { text: `📁 ${name} changed\n${text}`, hasChanges } : { text: '', hasChanges };
}

interface ObjectDiff extends KustomizationDiff {
  readonly isCreated: boolean;
}

const SAME: ObjectDiff = { text: '', hasChanges: false, isCreated: false };

async function diffObject(
  object: KubeObject,
  rules: readonly CompiledIgnoreRule[],
  { client, signal }: CommandContext,
): Promise<ObjectDiff> {
  const name = renderObjectName(keyOf(object));
  const cluster = await client();
  const live = await cluster.find(keyOf(object), {}, signal).catch(ignoreMissingKind);
  if (matchesMetadata(object, LEFT_ALONE) || (live !== undefined && matchesMetadata(live, LEFT_ALONE))) {
    return { ...SAME, text: `► ${name} skipped\n` };
  }
  if (live !== undefined && matchesMetadata(object, CREATED_ONLY)) return { ...SAME, text: `► ${name} skipped\n` };
  if (live === undefined) return { text: `► ${name} created\n`, hasChanges: true, isCreated: true };
  const merged = await cluster.apply(object, { fieldManager: FIELD_MANAGER, force: true, dryRun: true }, signal);
  if (!hasDrifted(live, merged, rules)) return SAME;
  const [before, after] = maskSecrets(live, merged, { onlyKeys: isEncrypted(object) });
  const changes = compareValues(comparable(before), comparable(after));
  if (changes.length === 0) return SAME;
  return { text: `► ${name} drifted\n${renderChanges(changes)}`, hasChanges: true, isCreated: false };
}

/** What comes with a definition that is not there yet is new. */
function ignoreMissingKind(error: unknown): undefined {
  if (isApiError(error, 'NotFound')) return undefined;
  throw error;
}

/** Whether values of a Secret were masked because SOPS encrypted them: then only its keys can be compared. */
function isEncrypted(object: KubeObject): boolean {
  const data = fieldOf(object, 'data');
  return (
    object.kind === 'Secret' &&
    isJsonObject(data) &&
    Object.values(data).some((value) => Buffer.from(String(value), 'base64').toString('utf8').includes(SOPS_MASK))
  );
}

/** The object without what the server writes. */
function comparable(object: KubeObject): JsonValue {
  const { status: _status, metadata: _metadata, ...rest } = asJson(object);
  const { name, namespace, labels, annotations } = object.metadata;
  const kept = Object.entries({ annotations, labels, name, namespace }).filter(([, value]) => value !== undefined);
  return sorted({ ...rest, metadata: Object.fromEntries(kept) as JsonObject });
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item ?? null)]));
}

function diffInventory({ spec, status }: Kustomization, objects: readonly KubeObject[]): KustomizationDiff {
  if (!spec.prune) return { text: '', hasChanges: false };
  const stale = staleKeys(status?.inventory as Inventory | undefined, inventoryOf(objects.map(keyOf)));
  const lines = [...stale].sort(compareApplyOrder).map((key) => `► ${renderObjectName(key)} deleted\n`);
  return { text: lines.join(''), hasChanges: stale.length > 0 };
}
