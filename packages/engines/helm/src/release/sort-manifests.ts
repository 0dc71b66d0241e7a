import { compareText } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { baseName } from '../render/collect-templates.js';
import { isBlank } from '../text/white-space.js';
import { installOrder, sortByKind } from './kind-order.js';
import type { KnownManifests } from './known-manifests.js';
import type { Hook, HookEvent, Manifest } from './manifest.js';
import { type ManifestHead, readManifestHead } from './manifest-head.js';
import { splitManifests } from './split-manifests.js';

const HOOK = 'helm.sh/hook';
const HOOK_WEIGHT = 'helm.sh/hook-weight';
const HOOK_DELETE_POLICY = 'helm.sh/hook-delete-policy';
const HOOK_OUTPUT_LOG_POLICY = 'helm.sh/hook-output-log-policy';

const EVENTS: ReadonlyMap<string, HookEvent> = new Map<string, HookEvent>([
  ['pre-install', 'pre-install'],
  ['post-install', 'post-install'],
  ['pre-delete', 'pre-delete'],
  ['post-delete', 'post-delete'],
  ['pre-upgrade', 'pre-upgrade'],
  ['post-upgrade', 'post-upgrade'],
  ['pre-rollback', 'pre-rollback'],
  ['post-rollback', 'post-rollback'],
  ['test', 'test'],
  // Helm 2's name for it.
  ['test-success', 'test'],
]);

export interface SortedManifests {
  readonly manifests: readonly Manifest[];
  readonly hooks: readonly Hook[];
}

export interface SortOptions {
  readonly log: HelmLog;
  readonly helmVersion?: HelmVersion | undefined;
  readonly knownManifests?: KnownManifests | undefined;
}

/**
 * Cuts rendered files into objects, tells the hooks from the others, and puts both into the order of installation.
 *
 * @throws LocatedError with Helm's text for a document that is no YAML or no object
 */
export function sortManifests(
  files: ReadonlyMap<string, string>,
  { log, helmVersion = '4.2', knownManifests }: SortOptions,
): SortedManifests {
  const manifests: Manifest[] = [];
  const hooks: Hook[] = [];
  for (const path of [...files.keys()].sort(compareText)) {
    const text = files.get(path) ?? '';
    if (baseName(path).startsWith('_') || isBlank(text)) continue;
    for (const content of splitManifests(text, helmVersion)) {
      const head = knownManifests?.find(content) ?? readHead(path, content, { helmVersion, knownManifests });
      const hookTypes = head.annotations.get(HOOK);
      if (hookTypes === undefined) manifests.push({ path, content, apiVersion: head.apiVersion, kind: head.kind });
      else takeHook(hooks, { path, content, head, hookTypes }, log);
    }
  }
  const order = installOrder(helmVersion);
  return { manifests: sortByKind(manifests, order), hooks: sortByKind(hooks, order) };
}

function readHead(
  path: string,
  content: string,
  { helmVersion, knownManifests }: Pick<SortOptions, 'helmVersion' | 'knownManifests'>,
): ManifestHead {
  const head = headOrFail(path, () => readManifestHead(content, helmVersion === '3.22'));
  knownManifests?.add(content, head);
  return head;
}

/** Says which template made what is no YAML; where in the template, nobody knows. */
function headOrFail(path: string, read: () => ManifestHead): ManifestHead {
  return withPrefix(`YAML parse error on ${path}`, () => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LocatedError)) throw error;
      const { code, message } = error;
      const line = /yaml: line (\d+):/.exec(message)?.[1];
      const hint =
        line === undefined
          ? undefined
          : `Look with --debug at line ${line} of what the template made, and the one before: is the indent right, are quotes missing?`;
      throw helmError(code, message, { at: { file: path }, hint, cause: error });
    }
  });
}

interface FoundHook {
  readonly path: string;
  readonly content: string;
  readonly head: ManifestHead;
  readonly hookTypes: string;
}

function takeHook(hooks: Hook[], { path, content, head, hookTypes }: FoundHook, log: HelmLog): void {
  const events: HookEvent[] = [];
  for (const type of wordsOf(hookTypes)) {
    const event = EVENTS.get(type);
    if (event === undefined) {
      log({ level: 'INFO', message: 'skipping unknown hooks', attributes: [['hookTypes', hookTypes]] });
      return;
    }
    events.push(event);
  }
  hooks.push({
    name: head.name,
    kind: head.kind,
    path,
    manifest: content,
    events,
    weight: weightOf(head.annotations.get(HOOK_WEIGHT)),
    deletePolicies: wordsOf(head.annotations.get(HOOK_DELETE_POLICY)),
    outputLogPolicies: wordsOf(head.annotations.get(HOOK_OUTPUT_LOG_POLICY)),
  });
}

function wordsOf(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(',').map((word) => word.trim().toLowerCase());
}

/** What is no whole number weighs nothing. */
function weightOf(text: string | undefined): number {
  const weight = text !== undefined && /^[+-]?[0-9]+$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(weight) ? weight : 0;
}
