/** One HTTP request; redirects are followed by the sender, without credentials to another host. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Its response; the body must be read to its end or dumped. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
  dump(): Promise<void>;
}

/** Sends a request; throws only when there is no response. */
export type HttpSend = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
