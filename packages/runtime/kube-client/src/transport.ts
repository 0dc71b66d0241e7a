import type { JsonValue } from '@gotk/json';

/** Whom a request acts for; sent as `Impersonate-*` headers over HTTP. */
export interface Identity {
  readonly user: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request to a Kubernetes API server, before any encoding. */
export interface TransportRequest {
  readonly method: HttpMethod;
  /** Absolute path without query, e.g. `/apis/apps/v1/namespaces/default/deployments`. Segments are already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Further headers in lower case (`accept` for tables and metadata-only). */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as a value; in process it is handed over without serialisation and must not be changed afterwards by either side. */
  readonly body?: JsonValue | object;
  /** Media type of the body; default `application/json`. */
  readonly contentType?: string;
  readonly impersonate?: Identity;
}

/** An answer of an API server, whatever its status. */
export interface TransportResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Texts of `Warning` headers, in order. */
  readonly warnings: readonly string[];
  /** The decoded body: a JSON value, or a text when the media type is not JSON. */
  readonly body: unknown;
}

/** A streamed response (watch, log follow): its decoded events in order, until the server or the signal ends it. */
export interface TransportStream extends Omit<TransportResponse, 'body'> {
  /** JSON values of a watch, or chunks of text of a log. Empty when `status` is not 2xx; then `error` holds the body. */
  readonly events: AsyncIterable<unknown>;
  readonly error?: unknown;
}

/**
 * How requests reach an API server. Two implementations: HTTP ({@link httpTransport}) and, in the same process, the embedded server.
 *
 * A transport never throws for an answer of the server, whatever its status; it throws only when there was no answer
 * (connection refused, TLS failure, aborted).
 */
export interface Transport {
  request(request: TransportRequest, signal?: AbortSignal): Promise<TransportResponse>;
  stream(request: TransportRequest, signal: AbortSignal): Promise<TransportStream>;
  /** Releases sockets and timers. */
  close(): Promise<void>;
}
