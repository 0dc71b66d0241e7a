import type { Transport, TransportRequest, TransportResponse, TransportStream } from '../transport.js';

type Answer = Partial<TransportResponse> | ((request: TransportRequest) => Partial<TransportResponse>);

/** A transport that answers from a table of `METHOD path` (with or without its query) and keeps what it was asked. */
export class ScriptedTransport implements Transport {
  readonly requests: TransportRequest[] = [];
  readonly #answers: Readonly<Record<string, Answer | readonly Answer[]>>;
  readonly #counts = new Map<string, number>();
  closed = false;

  constructor(answers: Readonly<Record<string, Answer | readonly Answer[]>>) {
    this.#answers = answers;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    this.requests.push(request);
    return { status: 200, headers: {}, warnings: [], body: {}, ...this.#answer(request) };
  }

  async stream(request: TransportRequest, _signal: AbortSignal): Promise<TransportStream> {
    const { body, ...response } = await this.request(request);
    const events = Array.isArray(body) ? (body as readonly unknown[]) : [];
    return {
      ...response,
      error: response.status < 300 ? undefined : body,
      events: (async function* () {
        yield* events;
      })(),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  #answer(request: TransportRequest): Partial<TransportResponse> {
    const short = `${request.method} ${request.path}`;
    const query = new URLSearchParams(
      Object.entries(request.query ?? {}).flatMap(([name, value]) =>
        [value].flat().map((item): [string, string] => [name, item]),
      ),
    );
    const long = `${short}?${decodeURIComponent(query.toString())}`;
    const key = Object.hasOwn(this.#answers, long) ? long : short;
    const answers = this.#answers[key];
    if (answers === undefined) return { status: 404, body: '404 page not found\n' };
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    const list = [answers].flat() as readonly Answer[];
    const answer = list[Math.min(count, list.length - 1)] ?? {};
    return typeof answer === 'function' ? answer(request) : answer;
  }
}
