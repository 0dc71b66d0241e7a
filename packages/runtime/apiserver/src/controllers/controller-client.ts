import type { Transport, TransportResponse } from '@gotk/kube-client';

/** How the server's own controllers reach the API: like any other client, under their own name. */
export class ControllerClient {
  readonly #transport: Transport;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param name the field manager of what the controller writes. */
  constructor(transport: Transport, name: string) {
    this.#transport = transport;
    this.#headers = { 'user-agent': name };
  }

  get(path: string): Promise<TransportResponse> {
    return this.#transport.request({ method: 'GET', path, headers: this.#headers });
  }

  post(path: string, body: object): Promise<TransportResponse> {
    return this.#transport.request({ method: 'POST', path, body, headers: this.#headers });
  }

  put(path: string, body: object): Promise<TransportResponse> {
    return this.#transport.request({ method: 'PUT', path, body, headers: this.#headers });
  }

  mergePatch(path: string, body: object): Promise<TransportResponse> {
    const contentType = 'application/merge-patch+json';
    return this.#transport.request({ method: 'PATCH', path, body, contentType, headers: this.#headers });
  }

  /** Server-side apply that takes over what others own. */
  apply(path: string, body: object, manager: string): Promise<TransportResponse> {
    const contentType = 'application/apply-patch+yaml';
    const query = `fieldManager=${encodeURIComponent(manager)}&force=true`;
    return this.#transport.request({
      method: 'PATCH',
      path: `${path}?${query}`,
      body,
      contentType,
      headers: this.#headers,
    });
  }

  delete(path: string, options?: object): Promise<TransportResponse> {
    return this.#transport.request({
      method: 'DELETE',
      path,
      headers: this.#headers,
      ...(options === undefined ? {} : { body: options }),
    });
  }
}
