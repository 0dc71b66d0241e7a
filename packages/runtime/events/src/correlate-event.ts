import { BoundedMap } from './bounded-map.js';
import type { CoreEvent } from './core-event.js';

/** What is to be done with an event. */
export type Correlation =
  | { readonly kind: 'create'; readonly event: CoreEvent; readonly key: string }
  /** The event was told before: its count goes up. */
  | { readonly kind: 'count'; readonly event: CoreEvent; readonly key: string }
  /** Its object is told about too often. */
  | { readonly kind: 'drop' };

const CACHE_SIZE = 4096;
/** From this many different messages of one reason in the window on, they become one event. */
const MAX_SIMILAR = 10;
const SIMILAR_WINDOW_MS = 600_000;
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;

interface Told {
  readonly name: string;
  readonly count: number;
  readonly firstTimestamp: string;
}

interface Similar {
  readonly lastMs: number;
  readonly messages: ReadonlySet<string>;
}

interface Bucket {
  readonly tokens: number;
  readonly filledAtMs: number;
}

/** Counts up repeated events, joins similar ones and drops floods, as client-go's recorder does; its memory is bounded. */
export class EventCorrelator {
  readonly #told = new BoundedMap<Told>(CACHE_SIZE);
  readonly #similar = new BoundedMap<Similar>(CACHE_SIZE);
  readonly #buckets = new BoundedMap<Bucket>(CACHE_SIZE);

  correlate(event: CoreEvent, nowMs: number): Correlation {
    const aggregated = this.#aggregate(event, nowMs);
    const key = aggregated === undefined ? exactKey(event) : similarKey(event);
    const observed = this.#observe(aggregated ?? event, key);
    if (!this.#takeToken(spamKey(event), nowMs)) return { kind: 'drop' };
    return { kind: observed.count === 1 ? 'create' : 'count', event: observed, key };
  }

  /** The event as it was told before, counted up, or as it is. */
  #observe(event: CoreEvent, key: string): CoreEvent {
    const told = this.#told.get(key);
    const observed =
      told === undefined
        ? event
        : {
            ...event,
            metadata: { ...event.metadata, name: told.name },
            count: told.count + 1,
            firstTimestamp: told.firstTimestamp,
          };
    const { count, firstTimestamp, metadata } = observed;
    this.#told.set(key, { name: metadata.name ?? '', count, firstTimestamp });
    return observed;
  }

  /** The event under a message that stands for many, when there were too many different ones. */
  #aggregate(event: CoreEvent, nowMs: number): CoreEvent | undefined {
    const key = similarKey(event);
    const before = this.#similar.get(key);
    const recent = before !== undefined && nowMs - before.lastMs <= SIMILAR_WINDOW_MS ? before.messages : [];
    const messages = new Set(recent).add(event.message);
    const tooMany = messages.size >= MAX_SIMILAR;
    const kept = tooMany ? new Set([...messages].slice(1)) : messages;
    this.#similar.set(key, { lastMs: nowMs, messages: kept });
    if (!tooMany) return undefined;
    const { annotations: _annotations, ...metadata } = event.metadata;
    return { ...event, metadata, message: `(combined from similar events): ${event.message}` };
  }

  #takeToken(key: string, nowMs: number): boolean {
    const before = this.#buckets.get(key) ?? { tokens: SPAM_BURST, filledAtMs: nowMs };
    const refilled = Math.min(SPAM_BURST, before.tokens + (nowMs - before.filledAtMs) / SPAM_REFILL_MS);
    const taken = refilled >= 1;
    this.#buckets.set(key, { tokens: taken ? refilled - 1 : refilled, filledAtMs: nowMs });
    return taken;
  }
}

function spamKey({ source, involvedObject, type }: CoreEvent): string {
  const { kind, namespace, name, uid, apiVersion } = involvedObject;
  return JSON.stringify([source.component, kind, namespace, name, uid, apiVersion, type]);
}

function similarKey(event: CoreEvent): string {
  return JSON.stringify([spamKey(event), event.reason]);
}

function exactKey(event: CoreEvent): string {
  return JSON.stringify([spamKey(event), event.reason, event.message]);
}
