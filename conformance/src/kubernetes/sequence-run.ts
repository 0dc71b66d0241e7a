import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type JsonValue } from '@gotk/json';
import type { CaseResult } from '../suite.js';
import type { ApiConnection, WireRequest, WireWatch } from './api-connection.js';
import { compareJson } from './compare-json.js';
import { compareHeaders, compareResponse } from './compare-response.js';
import { compareTokens } from './compare-tokens.js';
import { generatedBody } from './generated-body.js';
import { type GoldenServer, startGoldenServer } from './golden-server.js';
import type { GoldenEvent, GoldenRequest, GoldenSequence, GoldenStep } from './golden-step.js';
import { Symbols } from './symbols.js';

const EVENTUALLY_MS = 2500;
const EVENTS_MS = 1500;
const ENDED_MS = 5000;
const POLL_MS = 15;
const MAX_DIFFERENCES = 8;

/** Replays one sequence against a server of its own, each step once, in order. */
export class SequenceRun {
  readonly #sequence: GoldenSequence;
  readonly #results = new Map<number, CaseResult>();
  readonly #symbols = new Symbols();
  readonly #watches = new Map<string, WireWatch>();
  #server: GoldenServer | undefined;
  #progress: Promise<void> = Promise.resolve();
  #next = 0;

  constructor(sequence: GoldenSequence) {
    this.#sequence = sequence;
  }

  /** The result of step `n`; steps before it are run first. */
  async resultOf(n: number): Promise<CaseResult> {
    this.#progress = this.#progress.then(() => this.#runThrough(n));
    await this.#progress;
    return this.#results.get(n) ?? { kind: 'fail', diff: 'the step was not run' };
  }

  async close(): Promise<void> {
    for (const watch of this.#watches.values()) watch.close();
    await this.#server?.close();
    this.#server = undefined;
  }

  async #runThrough(n: number): Promise<void> {
    const { steps } = this.#sequence;
    for (let step = steps[this.#next]; step !== undefined && (step.n ?? 0) <= n; step = steps[this.#next]) {
      this.#next++;
      const result = await this.#runStep(step);
      if (step.n !== undefined) this.#results.set(step.n, result);
    }
    if (this.#next >= steps.length) await this.close();
  }

  async #runStep(step: GoldenStep): Promise<CaseResult> {
    if (step.pauseMs !== undefined) {
      await sleep(step.pauseMs);
      return { kind: 'pass' };
    }
    try {
      return this.#judge(await this.#compare(step));
    } catch (error) {
      return { kind: 'fail', diff: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  #judge(differences: readonly string[]): CaseResult {
    if (differences.length === 0) return { kind: 'pass' };
    const failed = [...this.#results].filter(([, { kind }]) => kind === 'fail').map(([n]) => n);
    const after = failed.length === 0 ? [] : [`(after failing steps ${failed.join(', ')})`];
    const more =
      differences.length > MAX_DIFFERENCES ? [`… ${differences.length - MAX_DIFFERENCES} more differences`] : [];
    return { kind: 'fail', diff: [...differences.slice(0, MAX_DIFFERENCES), ...more, ...after].join('\n') };
  }

  async #compare(step: GoldenStep): Promise<readonly string[]> {
    this.#server ??= await startGoldenServer(this.#sequence);
    const { connection } = this.#server;
    if (step.collect !== undefined) return this.#collect(step, step.collect);
    if (step.request === undefined) return [];
    if (step.watch !== undefined) return this.#openWatch(connection, step, step.request);
    const deadline = performance.now() + (step.eventually === true ? EVENTUALLY_MS : 0);
    for (;;) {
      const forget = this.#symbols.mark();
      const response = await connection.send(this.#wire(step.request));
      const differences = compareResponse(step, response, this.#symbols);
      if (differences.length === 0 || performance.now() >= deadline) {
        return [...differences, ...compareTokens(step, this.#symbols)];
      }
      // What was seen on the way is not what is expected.
      forget();
      await sleep(POLL_MS);
    }
  }

  async #openWatch(connection: ApiConnection, step: GoldenStep, request: GoldenRequest): Promise<readonly string[]> {
    const watch = await connection.watch(this.#wire(request));
    if (step.watch !== undefined) this.#watches.set(step.watch, watch);
    const expected = step.response ?? { status: 200 };
    const status = expected.status === watch.status ? [] : [`status:\n  - ${expected.status}\n  + ${watch.status}`];
    return [...status, ...compareHeaders(expected, watch, this.#symbols)];
  }

  async #collect({ events: recorded = [], ended }: GoldenStep, id: string): Promise<readonly string[]> {
    const watch = this.#watches.get(id);
    if (watch === undefined) return [`the watch ${id} was not opened`];
    const events = meaningful(recorded);
    const deadline = performance.now() + (ended === true ? ENDED_MS : EVENTS_MS);
    const enough = (): boolean => meaningful(watch.events as unknown as GoldenEvent[]).length >= events.length;
    while ((!enough() || (ended === true && !watch.isEnded())) && performance.now() < deadline) await sleep(POLL_MS);
    await sleep(POLL_MS);
    const arrived = meaningful(watch.events.splice(0) as unknown as GoldenEvent[]);
    const end = ended === true && !watch.isEnded() ? ['the watch did not end'] : [];
    return [...compareEvents(events, arrived, this.#symbols), ...end];
  }

  #wire({ method, path, user, bearer, headers, ...body }: GoldenRequest): WireRequest {
    const token =
      bearer === undefined
        ? user === null || user === undefined
          ? undefined
          : `${user}token`
        : this.#symbols.substitute(bearer);
    return {
      method,
      path: this.#symbols.substitute(path),
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: this.#body(body),
    };
  }

  #body({ body, bodyText, bodyBase64, bodyGenerated }: Partial<GoldenRequest>): string | Buffer | undefined {
    if (bodyGenerated !== undefined) return generatedBody(bodyGenerated);
    if (bodyBase64 !== undefined) return Buffer.from(bodyBase64, 'base64');
    if (bodyText !== undefined) return this.#symbols.substitute(bodyText);
    return body === undefined ? undefined : this.#numbers(this.#symbols.substitute(spacedJson(body)));
  }

  /** Ports stand as texts in the recording and as numbers on the wire. */
  #numbers(json: string): string {
    return json.replace(/"(nodePort|port|targetPort)": "(\d+)"/g, '"$1": $2');
  }
}

/** Bodies were sent with spaces between their tokens, which some answers quote. */
function spacedJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(spacedJson).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spacedJson(item ?? null)}`)
    .join(', ')}}`;
}

/** Bookmarks come when they please, except those that were recorded as the end of the initial events. */
/** Bookmarks come when they please; only the one that ends the initial events means something. */
function meaningful(events: readonly GoldenEvent[]): readonly GoldenEvent[] {
  return events.filter(
    ({ type, object }) => type !== 'BOOKMARK' || JSON.stringify(object).includes('k8s.io/initial-events-end'),
  );
}

function compareEvents(
  expected: readonly GoldenEvent[],
  arrived: readonly GoldenEvent[],
  symbols: Symbols,
): readonly string[] {
  const types = (events: readonly GoldenEvent[]): string => events.map(({ type }) => type).join(' ');
  const count = types(expected) === types(arrived) ? [] : [`events:\n  - ${types(expected)}\n  + ${types(arrived)}`];
  return [
    ...count,
    ...expected.flatMap((event, index) => {
      const path = `${event.type === 'BOOKMARK' ? '~' : ''}event ${index}`;
      return compareJson(event as unknown as JsonValue, arrived[index] as unknown as JsonValue, { symbols, path });
    }),
  ];
}
