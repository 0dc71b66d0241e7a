import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type CollectedState, isAlwaysShown, managerKey } from './collect-state.js';
import { compareSets } from './compare-sets.js';
import { compareEvents, comparePosted, type ToldEvent } from './compare-told.js';
import { matchesText } from './placeholders.js';
import type { ObservedState, Recorded } from './scenario.js';

/** What was seen in one step. */
export interface ActualStep {
  readonly state: CollectedState;
  readonly transitions: Readonly<Record<string, readonly ObservedState[]>>;
  readonly events: readonly ToldEvent[];
  /** Events told in earlier steps. */
  readonly eventsBefore: readonly JsonObject[];
  readonly posted: readonly JsonObject[];
  /** Bodies posted in earlier steps; recordings show each only once. */
  readonly postedBefore: readonly JsonObject[];
}

/** What a step should have come to, with what is unchanged filled in from the steps before. */
export interface ExpectedStep {
  readonly recorded: Recorded;
  /** What was recorded as told in the steps before. */
  readonly earlier: {
    readonly events: readonly JsonObject[];
    readonly posted: readonly JsonObject[];
    readonly transitions: Readonly<Record<string, readonly ObservedState[]>>;
  };
  readonly varies: readonly string[];
  /** Whether somebody has changed applied objects by hand. Ours puts that right at once, Flux at the next reconciliation. */
  readonly meddled: boolean;
}

/** The differences of a step, or `undefined`. */
export function compareStep(
  { recorded, earlier, varies, meddled }: ExpectedStep,
  actual: ActualStep,
): string | undefined {
  const differs = new Set(varies.map((part) => part.split(':')[0] ?? ''));
  const differences = [
    compareFlux(recorded, { actual, varies, meddled }),
    compareTransitions(recorded, { actual, varies, meddled, earlier: earlier.transitions }),
    differs.has('events') ? undefined : compareEvents(recorded.events ?? [], earlier.events, actual),
    differs.has('posted') ? undefined : comparePosted(recorded.posted ?? [], earlier.posted, actual),
    differs.has('objects') ? undefined : compareObjects(recorded, actual),
    differs.has('artifacts') ? undefined : compareArtifacts(recorded, actual),
  ].filter((difference) => difference !== undefined);
  return differences.length === 0 ? undefined : differences.join('\n');
}

interface Against extends Pick<ExpectedStep, 'varies' | 'meddled'> {
  readonly actual: ActualStep;
}

function compareFlux({ flux = [] }: Recorded, { actual, varies, meddled }: Against): string | undefined {
  const isLoose = (object: JsonObject): boolean => varies.includes(`flux:${object['kind']}/${object['name']}`);
  const normalize = (object: JsonObject): JsonObject => normalizeFlux(meddled ? withoutTotals(object) : object);
  const expected = flux.filter((object) => !isLoose(object)).map(normalize);
  const found = actual.state.flux.filter((object) => !isLoose(object)).map(normalize);
  return compareSets('flux', expected, found, ({ kind, name, namespace }) => `${kind}/${namespace ?? ''}/${name}`);
}

/** The object without how often each state of it was reconciled. */
function withoutTotals(object: JsonObject): JsonObject {
  const { status } = object;
  const history = isJsonObject(status) ? status['history'] : undefined;
  if (!isJsonObject(status) || !Array.isArray(history)) return object;
  const shown = history.map((entry: JsonValue) => {
    const { totalReconciliations: _total, ...rest } = isJsonObject(entry) ? entry : {};
    return rest;
  });
  return { ...object, status: { ...status, history: shown } };
}

/** The size of an archive depends on how it was compressed, as its digest does; diagnostics are an addition of ours. */
function normalizeFlux(object: JsonObject): JsonObject {
  const { managers, spec: _spec, ...rest } = object;
  const sorted = Array.isArray(managers) ? [...managers].sort(byManager) : managers;
  const status = rest['status'];
  if (!isJsonObject(status)) return { ...rest, managers: sorted };
  const { diagnostics: _diagnostics, artifact, includedArtifacts: included, failures, ...shown } = status;
  const artifactPart = artifact === undefined ? {} : { artifact: withoutSize(artifact) };
  const includedPart = Array.isArray(included) ? { includedArtifacts: included.map(withoutSize) } : {};
  // How often something has failed depends on how often it was retried while somebody looked.
  const failurePart = failures === undefined ? {} : { failures: Math.min(Number(failures), 1) };
  return { ...rest, managers: sorted, status: { ...shown, ...failurePart, ...artifactPart, ...includedPart } };
}

function withoutSize(artifact: JsonValue): JsonValue {
  const { size: _size, ...shown } = isJsonObject(artifact) ? artifact : {};
  return shown;
}

function byManager(a: JsonValue, b: JsonValue): number {
  return managerKey(a) < managerKey(b) ? -1 : 1;
}

/** Ours may be fewer, but each must be one of the recorded states, in their order. */
function compareTransitions(
  { transitions = {} }: Recorded,
  { actual, varies, meddled, earlier }: Against & { readonly earlier: ExpectedStep['earlier']['transitions'] },
): string | undefined {
  for (const [name, states] of Object.entries(actual.transitions)) {
    if (varies.includes(`transitions:${name}`)) continue;
    const recorded = transitions[name] ?? [];
    const stray = firstStray(states, { recorded, meddled, earlier: earlier[name] ?? [] });
    if (stray === undefined) continue;
    const lines = recorded.map((state) => JSON.stringify(state)).join('\n  ');
    return `transitions of ${name}: not recorded, or out of order:\n  ${JSON.stringify(stray)}\nrecorded:\n  ${lines}`;
  }
  return undefined;
}

function firstStray(
  states: readonly ObservedState[],
  {
    recorded,
    meddled,
    earlier,
  }: {
    readonly recorded: readonly ObservedState[];
    readonly meddled: boolean;
    readonly earlier: readonly ObservedState[];
  },
): ObservedState | undefined {
  let next = 0;
  for (const state of states) {
    const places = recorded.flatMap((each, index) => (isSameState(each, state) ? [index] : []));
    const ahead = places.find((index) => index >= next);
    // What was recorded more than once is a retry: how many there are depends on how long one looks.
    const found = ahead ?? (places.length > 1 || meddled ? places[0] : undefined);
    if (found !== undefined) next = found;
    else if (!isRetry(state) || !isToldRetry(state, [...recorded, ...earlier])) return state;
  }
  return undefined;
}

/**
 * Whether something is tried again that failed before: when that happens depends on how long one looks, too. So it may come out
 * of order, or again in a later step; but what it looks like must have been recorded.
 */
function isRetry({ conditions }: ObservedState): boolean {
  const isStatus = (type: string, status: string): boolean =>
    conditions.some((condition) => condition[0] === type && condition[1] === status);
  const hasFailed = isStatus('Ready', 'False') || isStatus('FetchFailed', 'True') || isStatus('Released', 'False');
  return isStatus('Reconciling', 'True') && hasFailed;
}

/** What tells of an attempt while it runs: in its beginning only the first, later both. */
const ATTEMPT_TYPES = [['Reconciling'], ['Reconciling', 'Ready']] as const;

/**
 * Where a recording ended between two attempts, the second was not recorded as a whole: it looks like the recorded attempt, with
 * what the recorded failure left beside it.
 */
function isToldRetry(state: ObservedState, told: readonly ObservedState[]): boolean {
  return ATTEMPT_TYPES.some((types: readonly string[]) => {
    const attemptOf = ({ conditions }: ObservedState): unknown =>
      conditions.filter(([type]) => types.includes(String(type)));
    const restOf = (each: ObservedState): ObservedState => ({
      ...each,
      conditions: each.conditions.filter(([type]) => !types.includes(String(type))),
    });
    const isAttempt = told.some((each) => isSameText(attemptOf(each), attemptOf(state)));
    return isAttempt && told.some((each) => isSameState(restOf(each), restOf(state)));
  });
}

function isSameText(recorded: unknown, seen: unknown): boolean {
  return matchesText(JSON.stringify(recorded), JSON.stringify(seen));
}

function isSameState(recorded: ObservedState, seen: ObservedState): boolean {
  return isSameText(canonical(recorded), canonical(seen));
}

/** The conditions of an object on its way out may be written once more, for its last generation, or not. */
function canonical({ gen, og, finalizers, deleting = false, removed = false, conditions }: ObservedState): unknown {
  const shown = deleting ? conditions.map((condition) => condition.slice(0, 4)) : conditions;
  return [gen, og ?? null, finalizers, deleting, removed, shown];
}

function compareObjects({ objects }: Recorded, { state }: ActualStep): string | undefined {
  if (!Array.isArray(objects)) return undefined;
  const keyOf = ({ kind, name, namespace }: JsonObject): string => `${kind}/${namespace ?? ''}/${name}`;
  const kinds = new Set(objects.map(({ kind }) => kind));
  const found = state.objects.filter(({ kind }) => isAlwaysShown(String(kind)) || kinds.has(String(kind)));
  // The recording had nobody to finish the deletion of a namespace.
  const wanted = objects.filter((each) => each.kind !== 'Namespace' || each['deleting'] !== true);
  const shown = (object: JsonObject): JsonObject => sortManagers(withoutBlankLines(object));
  return compareSets('objects', wanted.map(shown), found.filter(isLasting).map(shown), keyOf);
}

/** Helm 4.2.1, which the recording was made with, lost blank lines between the objects of one file. */
function withoutBlankLines(object: JsonObject): JsonObject {
  const { release } = object;
  if (!isJsonObject(release)) return object;
  const { manifest } = release;
  if (typeof manifest !== 'string') return object;
  return { ...object, release: { ...release, manifest: manifest.replaceAll('\n\n---\n', '\n---\n') } };
}

function isLasting({ kind, deleting }: JsonObject): boolean {
  return kind !== 'Namespace' || deleting !== true;
}

function sortManagers(object: JsonObject): JsonObject {
  const { managers } = object;
  return Array.isArray(managers) ? { ...object, managers: [...managers].sort(byManager) } : object;
}

function compareArtifacts({ artifacts }: Recorded, { state }: ActualStep): string | undefined {
  if (artifacts === undefined) return undefined;
  const expected = Object.entries(artifacts).map(([name, { path, storage = [], entries, tarDigest }]) => ({
    ...nameOf(name),
    path,
    storage,
    // An index is no archive, but was read as if it were one.
    ...(entries !== undefined && !name.startsWith('HelmRepository/') && { entries }),
    // What Flux packs holds the time of then.
    ...(tarDigest !== undefined && !JSON.stringify(entries).includes('<NOW>') && { tarDigest }),
  }));
  const names = new Set(expected.map((artifact) => JSON.stringify(nameOf(`${artifact.kind}/${artifact.name}`))));
  const found = Object.entries(state.artifacts)
    .filter(([name]) => names.has(JSON.stringify(nameOf(name))))
    .map(([name, artifact]) => {
      const wanted = expected.find(
        (each) => JSON.stringify(nameOf(`${each.kind}/${each.name}`)) === JSON.stringify(nameOf(name)),
      );
      const known = Object.entries(artifact).filter(([field]) => wanted !== undefined && field in wanted);
      return { ...nameOf(name), ...Object.fromEntries(known) };
    });
  return compareSets('artifacts', expected, found);
}

/** `Kind/name` or `Kind/namespace/name`. */
function nameOf(name: string): { readonly kind: string; readonly name: string } {
  const parts = name.split('/');
  return { kind: parts[0] ?? '', name: parts.at(-1) ?? '' };
}
