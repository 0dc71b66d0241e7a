/** A whole answer. */
export interface PlainResponse {
  readonly kind: 'plain';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON value, a text when `content-type` is not a JSON type, or bytes that go as they are. */
  readonly body: unknown;
}

/** An answer whose body arrives in pieces: the events of a watch, or the text of a log. */
export interface StreamResponse {
  readonly kind: 'stream';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly events: AsyncIterable<unknown>;
}

export type ApiResponse = PlainResponse | StreamResponse;

/** A JSON answer. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PlainResponse {
  return { kind: 'plain', status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** A plain text answer. */
export function textResponse(status: number, body: string): PlainResponse {
  return { kind: 'plain', status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** The answer to a path that is none of the server's. */
export function pageNotFound(): PlainResponse {
  return textResponse(404, '404 page not found\n');
}
