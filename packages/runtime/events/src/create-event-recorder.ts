import { hostname } from 'node:os';
import { isApiError, type KubeWriter } from '@gotk/kube-client';
import { keyOf } from '@gotk/objects';
import { type CoreEvent, toCoreEvent } from './core-event.js';
import { type Correlation, EventCorrelator } from './correlate-event.js';
import { DeliveryQueue } from './delivery-queue.js';
import type { EventRecorder, EventRequest } from './event-recorder.js';
import { type ForwardOptions, forwardEvent } from './forward-event.js';

export interface EventRecorderOptions {
  readonly client: Pick<KubeWriter, 'create' | 'patch'>;
  /** `--events-addr`. Absent or empty: nothing is forwarded. */
  readonly eventsAddress?: string;
  /** Default: the machine's. */
  readonly hostName?: string;
  readonly fetch?: typeof fetch;
  readonly nowMs?: () => number;
  readonly sleep?: (delayMs: number) => Promise<void>;
  /** Told about events that could not be delivered. Default: nobody is. */
  readonly onFailure?: (message: string, event: EventRequest) => void;
}

const QUEUE_CAPACITY = 1000;
const MAX_TRIES = 12;
const RETRY_DELAY_MS = 10_000;

/** Writes events to the API and posts them to the events address, in order and off the reconciliations' path. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  return new QueuedEventRecorder(options);
}

class QueuedEventRecorder implements EventRecorder {
  readonly #options: Required<Omit<EventRecorderOptions, 'eventsAddress'>>;
  readonly #forward: ForwardOptions | undefined;
  readonly #correlator = new EventCorrelator();
  readonly #writes = new DeliveryQueue(QUEUE_CAPACITY);
  readonly #posts = new DeliveryQueue(QUEUE_CAPACITY);
  #lastNanos = 0n;

  constructor(options: EventRecorderOptions) {
    const { eventsAddress = '', ...rest } = options;
    this.#options = {
      hostName: hostname(),
      fetch: globalThis.fetch,
      nowMs: Date.now,
      sleep: wait,
      onFailure: () => {},
      ...rest,
    };
    this.#forward = eventsAddress === '' ? undefined : { ...this.#options, url: eventsAddress };
  }

  record(event: EventRequest): void {
    const nowMs = this.#options.nowMs();
    const correlation = this.#correlator.correlate(toCoreEvent(event, { ms: nowMs, nanos: this.#nanos(nowMs) }), nowMs);
    if (correlation.kind !== 'drop') this.#queue(this.#writes, event, () => this.#write(correlation));
    const forward = this.#forward;
    if (forward === undefined || event.severity === 'trace') return;
    this.#queue(this.#posts, event, () => forwardEvent({ request: event, nowMs }, forward));
  }

  async flush(): Promise<void> {
    await Promise.all([this.#writes.flush(), this.#posts.flush()]);
  }

  #queue(queue: DeliveryQueue, event: EventRequest, deliver: () => Promise<string | undefined>): void {
    const queued = queue.add(async () => {
      const failure = await deliver();
      if (failure !== undefined) this.#options.onFailure(failure, event);
    });
    if (!queued) this.#options.onFailure('too many events wait for delivery', event);
  }

  /** @returns a description of the failure, or `undefined`. */
  async #write(correlation: Exclude<Correlation, { readonly kind: 'drop' }>): Promise<string | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#tryWrite(correlation);
        return undefined;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        // The API has spoken; only a server that cannot be reached is worth another try.
        if (isApiError(error) || tries === MAX_TRIES) return message;
        await this.#options.sleep(RETRY_DELAY_MS);
      }
    }
  }

  async #tryWrite({ kind, event }: Exclude<Correlation, { readonly kind: 'drop' }>): Promise<void> {
    const { client } = this.#options;
    if (kind === 'count') {
      try {
        await client.patch(keyOf(event), { type: 'strategic', body: countPatch(event) });
        return;
      } catch (error) {
        // Events live for an hour; one that has gone begins anew with its count.
        if (!isApiError(error, 'NotFound')) throw error;
      }
    }
    await client.create(event);
  }

  /** Strictly rising, so that no two events get one name. */
  #nanos(nowMs: number): bigint {
    const nanos = BigInt(Math.trunc(nowMs)) * 1_000_000n;
    this.#lastNanos = nanos > this.#lastNanos ? nanos : this.#lastNanos + 1n;
    return this.#lastNanos;
  }
}

function countPatch({ count, lastTimestamp, message }: CoreEvent) {
  return { count, lastTimestamp, message };
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref());
}
