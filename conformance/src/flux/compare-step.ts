import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { shortDiff } from '../short-diff.js';
import { type CollectedState, isAlwaysShown, managerKey } from './collect-state.js';
import { adoptPlaceholders, matchesText } from './placeholders.js';
import type { ObservedState, Recorded } from './scenario.js';

/** What was seen in one step. */
export interface ActualStep {
  readonly state: CollectedState;
  readonly transitions: Readonly<Record<string, readonly ObservedState[]>>;
  readonly events: readonly JsonObject[];
  readonly posted: readonly JsonObject[];
  /** Bodies posted in earlier steps; recordings show each only once. */
  readonly postedBefore: readonly JsonObject[];
}

/** What a step should have come to, with what is unchanged filled in from the steps before. */
export interface ExpectedStep {
  readonly recorded: Recorded;
  readonly varies: readonly string[];
}

/** The differences of a step, or `undefined`. */
export function compareStep({ recorded, varies }: ExpectedStep, actual: ActualStep): string | undefined {
  const differs = new Set(varies.map((part) => part.split(':')[0] ?? ''));
  const differences = [
    compareFlux(recorded, { actual, varies }),
    compareTransitions(recorded, { actual, varies }),
    differs.has('events') ? undefined : compareSets('events', recorded.events?.map(withoutTimes), actual.events),
    differs.has('posted') ? undefined : comparePosted(recorded.posted ?? [], actual),
    differs.has('objects') ? undefined : compareObjects(recorded, actual),
    differs.has('artifacts') ? undefined : compareArtifacts(recorded, actual),
  ].filter((difference) => difference !== undefined);
  return differences.length === 0 ? undefined : differences.join('\n');
}

function comparePosted(recorded: readonly JsonObject[], actual: ActualStep): string | undefined {
  const wanted = recorded.map(withoutTime);
  const before = new Set(actual.postedBefore.map((body) => render(withoutMeasured(body))));
  const found = distinct(actual.posted.map(withoutTime));
  const isWanted = (body: JsonObject): boolean =>
    wanted.some((each) => render(adoptPlaceholders(each, body)) === render(each));
  return compareSets(
    'posted',
    wanted,
    found.filter((body) => isWanted(body) || !before.has(render(withoutMeasured(body)))),
  );
}

interface Against {
  readonly actual: ActualStep;
  readonly varies: readonly string[];
}

function compareFlux({ flux = [] }: Recorded, { actual, varies }: Against): string | undefined {
  const isLoose = (object: JsonObject): boolean => varies.includes(`flux:${object['kind']}/${object['name']}`);
  const expected = flux.filter((object) => !isLoose(object)).map(normalizeFlux);
  const found = actual.state.flux.filter((object) => !isLoose(object)).map(normalizeFlux);
  return compareSets('flux', expected, found, ({ kind, name, namespace }) => `${kind}/${namespace ?? ''}/${name}`);
}

/** The size of an archive depends on how it was compressed, as its digest does; diagnostics are an addition of ours. */
function normalizeFlux(object: JsonObject): JsonObject {
  const { managers, spec: _spec, ...rest } = object;
  const sorted = Array.isArray(managers) ? [...managers].sort(byManager) : managers;
  const status = rest['status'];
  if (!isJsonObject(status)) return { ...rest, managers: sorted };
  const { diagnostics: _diagnostics, artifact, ...shown } = status;
  const { size: _size, ...shownArtifact } = isJsonObject(artifact) ? artifact : {};
  const artifactPart = artifact === undefined ? {} : { artifact: shownArtifact };
  return { ...rest, managers: sorted, status: { ...shown, ...artifactPart } };
}

function byManager(a: JsonValue, b: JsonValue): number {
  return managerKey(a) < managerKey(b) ? -1 : 1;
}

/** Ours may be fewer, but each must be one of the recorded states, in their order. */
function compareTransitions({ transitions = {} }: Recorded, { actual, varies }: Against): string | undefined {
  for (const [name, states] of Object.entries(actual.transitions)) {
    if (varies.includes(`transitions:${name}`)) continue;
    const recorded = transitions[name] ?? [];
    const stray = firstStray(states, recorded);
    if (stray === undefined) continue;
    const lines = recorded.map((state) => JSON.stringify(state)).join('\n  ');
    return `transitions of ${name}: not recorded, or out of order:\n  ${JSON.stringify(stray)}\nrecorded:\n  ${lines}`;
  }
  return undefined;
}

function firstStray(states: readonly ObservedState[], recorded: readonly ObservedState[]): ObservedState | undefined {
  let next = 0;
  for (const state of states) {
    const places = recorded.flatMap((each, index) => (isSameState(each, state) ? [index] : []));
    const ahead = places.find((index) => index >= next);
    // What was recorded more than once is a retry: how many there are depends on how long one looks.
    const found = ahead ?? (places.length > 1 ? places[0] : undefined);
    if (found === undefined) return state;
    next = found;
  }
  return undefined;
}

function isSameState(recorded: ObservedState, seen: ObservedState): boolean {
  return matchesText(JSON.stringify(canonical(recorded)), JSON.stringify(canonical(seen)));
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
  return compareSets('objects', wanted.map(sortManagers), found.filter(isLasting).map(sortManagers), keyOf);
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
  const expected = Object.entries(artifacts).map(([name, { path, storage = [] }]) => ({
    ...nameOf(name),
    path,
    storage,
  }));
  const names = new Set(expected.map((artifact) => JSON.stringify(nameOf(`${artifact.kind}/${artifact.name}`))));
  const found = Object.entries(state.artifacts)
    .filter(([name]) => names.has(JSON.stringify(nameOf(name))))
    .map(([name, artifact]) => ({ ...nameOf(name), ...artifact }));
  return compareSets('artifacts', expected, found);
}

/** `Kind/name` or `Kind/namespace/name`. */
function nameOf(name: string): { readonly kind: string; readonly name: string } {
  const parts = name.split('/');
  return { kind: parts[0] ?? '', name: parts.at(-1) ?? '' };
}

/** Compares lists whose order carries no meaning. */
function compareSets(
  part: string,
  expected: readonly JsonObject[] = [],
  actual: readonly JsonObject[],
  keyOf: (object: JsonObject) => string = (object) => JSON.stringify(object),
): string | undefined {
  const wanted = [...expected].sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
  const rest = [...actual];
  const paired: JsonValue[] = [];
  for (const object of wanted) {
    const index = bestMatch(object, rest, keyOf);
    if (index !== -1) paired.push(adoptPlaceholders(object, rest.splice(index, 1)[0]) ?? null);
  }
  // How often something was told depends on how often it was tried.
  const further = rest.filter(
    (object) => !wanted.some((each) => render(adoptPlaceholders(each, object)) === render(each)),
  );
  const left = render(wanted);
  const right = render([...paired, ...further]);
  return left === right ? undefined : `${part}:\n${shortDiff(left, right)}`;
}

/** How often an event was told depends on how often something was retried. */
function withoutTimes(event: JsonObject): JsonObject {
  const { times: _times, ...rest } = event;
  return rest;
}

/** When an event was posted, and of which version of its object, differs each time it is told again. */
function withoutTime(body: JsonObject): JsonObject {
  const { timestamp: _timestamp, times: _times, involvedObject, ...rest } = body;
  const { resourceVersion: _version, ...object } = isJsonObject(involvedObject) ? involvedObject : {};
  return { ...rest, involvedObject: object };
}

/** What was told before is told again with another duration. */
function withoutMeasured(body: JsonObject): JsonObject {
  const message = String(body['message']).replace(/(finished in|passed in) [^,\s]+/, '$1 <DUR>');
  return { ...withoutTime(body), message };
}

/** How often a failure is told depends on how often it was retried while somebody looked. */
function distinct(objects: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(objects.map((object) => [render(object), object])).values()];
}

function bestMatch(
  wanted: JsonObject,
  candidates: readonly JsonObject[],
  keyOf: (object: JsonObject) => string,
): number {
  const text = render(wanted);
  const exact = candidates.findIndex((each) => render(adoptPlaceholders(wanted, each)) === text);
  return exact === -1 ? candidates.findIndex((each) => keyOf(each) === keyOf(wanted)) : exact;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function render(value: JsonValue | undefined): string {
  return JSON.stringify(sortKeys(value), null, 1);
}

function sortKeys(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item));
  if (!isJsonObject(value)) return value ?? null;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => compareTexts(a, b)).map(([name, field]) => [name, sortKeys(field)]),
  );
}
