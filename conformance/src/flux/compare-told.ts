import { isJsonObject, type JsonObject } from '@gotk/json';
import { compareSets, render } from './compare-sets.js';
import { adoptPlaceholders } from './placeholders.js';

/** An Event that is new or was told again in a step. */
export interface ToldEvent {
  readonly event: JsonObject;
  /** How often in this step. */
  readonly times: number;
  /** Whether it was told before: then its annotations are those of the first time. */
  readonly again: boolean;
}

/** What was told so far, as recorded and as seen. */
interface Before {
  readonly recorded: readonly JsonObject[];
  readonly seen: readonly JsonObject[];
}

/** Compares the core Events of a step. */
export function compareEvents(
  recorded: readonly JsonObject[],
  earlier: readonly JsonObject[],
  actual: { readonly events: readonly ToldEvent[]; readonly eventsBefore: readonly JsonObject[] },
): string | undefined {
  const wanted = recorded.map(withoutTimes);
  const found = adoptAnnotations(wanted, actual.events);
  const before = { recorded: earlier.map(withoutTimes), seen: actual.eventsBefore };
  return compareSets(
    'events',
    withoutRounds(withoutRetries(wanted, found, before.recorded), found),
    withoutRetries(found, wanted, before.seen),
  );
}

/** Compares the bodies that were posted in a step. */
export function comparePosted(
  recorded: readonly JsonObject[],
  earlier: readonly JsonObject[],
  actual: { readonly posted: readonly JsonObject[]; readonly postedBefore: readonly JsonObject[] },
): string | undefined {
  const wanted = recorded.map(withoutTime);
  const found = distinct(actual.posted.map(withoutTime));
  const told = new Set(actual.postedBefore.map((body) => render(withoutMeasured(body))));
  const isWanted = (body: JsonObject): boolean => wanted.some((each) => isLike(each, body));
  return compareSets(
    'posted',
    withoutRetries(wanted, found, earlier.map(withoutTime)),
    found.filter((body) => isWanted(body) || !told.has(render(withoutMeasured(body)))),
  );
}

/** A failure that was told before is told again whenever it is retried; in which step that falls is chance. */
function withoutRetries(
  told: readonly JsonObject[],
  others: readonly JsonObject[],
  before: Before['recorded'],
): readonly JsonObject[] {
  return told.filter(
    (each) =>
      !isFailure(each) ||
      !before.some((earlier) => isLike(earlier, each) || isLike(each, earlier)) ||
      others.some((other) => isLike(each, other) || isLike(other, each)),
  );
}

/** A chart is looked at again at its interval, or when somebody changes it; in which step that falls is chance. */
function withoutRounds(told: readonly JsonObject[], others: readonly JsonObject[]): readonly JsonObject[] {
  return told.filter(
    (each) =>
      each['reason'] !== 'ArtifactUpToDate' ||
      !String(each['object']).startsWith('HelmChart/') ||
      others.some((other) => isLike(each, other)),
  );
}

function isFailure({ type, severity, reason }: JsonObject): boolean {
  const isProblem = /Failed$|NotReady$/.test(String(reason));
  return type === 'Warning' || severity === 'error' || isProblem;
}

/** Whether a told thing is what an expected one with placeholders describes. */
function isLike(expected: JsonObject, told: JsonObject): boolean {
  return render(adoptPlaceholders(expected, told)) === render(expected);
}

/** The events as often as they were told; two that happen to have taken as long are one Event, with the annotations of the first. */
function adoptAnnotations(wanted: readonly JsonObject[], events: readonly ToldEvent[]): readonly JsonObject[] {
  const open = [...wanted];
  return events.flatMap(({ event, times, again }) => {
    if (times === 1 && !again) return [event];
    return Array.from({ length: Math.min(times, wanted.length + 1) }, () => {
      const place = open.findIndex((each) => isLike(withoutAnnotations(each), withoutAnnotations(event)));
      if (place === -1) return event;
      const { annotations } = open.splice(place, 1)[0] ?? {};
      return annotations === undefined ? withoutAnnotations(event) : { ...event, annotations };
    });
  });
}

function withoutAnnotations(event: JsonObject): JsonObject {
  const { annotations: _annotations, ...rest } = event;
  return rest;
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
