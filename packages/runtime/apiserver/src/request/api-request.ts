import type { JsonValue } from '@gotk/json';
import type { Identity } from '@gotk/kube-client';
import type { AuditTrail } from '../audit/audit-trail.js';

/** The body as it arrived: bytes over HTTP, a value in process. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** What is known of a request that came over the wire. */
export interface RequestOrigin {
  /** Path and query as sent. */
  readonly uri: string;
  /** The client's IP address. */
  readonly address: string;
  /** Its credentials were nobody's, so whoever sent it is not known. */
  readonly refused?: boolean;
}

/** One request after transport and authentication, before routing. */
export interface ApiRequest {
  /** `GET`, `POST` … as sent. */
  readonly method: string;
  /** Path segments, percent-decoded; no empty ones. */
  readonly segments: readonly string[];
  /** The path as sent, without the query. */
  readonly path: string;
  readonly query: Query;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody;
  /** Who acts: whom the credentials stand for or, where that is allowed, whom they act for. */
  readonly user: Identity;
  /** Whom the user asks to act for. */
  readonly impersonate?: Identity | undefined;
  /** Whether the answer goes over the wire; in process objects are handed over as they are. */
  readonly wire: boolean;
  /** Where it came from; absent in process. */
  readonly origin?: RequestOrigin;
  /** What the audit log says of it. Absent: nothing is recorded. */
  readonly trail?: AuditTrail;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
}

/** Query parameters; a parameter may be given more than once. */
export class Query {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** The first value, or `undefined` when the parameter is not given. */
  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The text after `?`. */
  toString(): string {
    const pairs = [...this.#values].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
    return new URLSearchParams(pairs).toString();
  }

  /** A query from plain values, as in-process callers give them. */
  static of(values: Readonly<Record<string, string | readonly string[]>> = {}): Query {
    const entries = Object.entries(values).map(
      ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
    );
    return new Query(new Map(entries));
  }

  /** A query from the text after `?`. */
  static parse(text: string): Query {
    const values = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(text)) {
      const list = values.get(name);
      if (list === undefined) values.set(name, [value]);
      else list.push(value);
    }
    return new Query(values);
  }
}
