import {
  ApiError,
  type ApiStatus,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '@gotk/kube-client';

/** How the server's own controllers reach the API: like any other client, under their own name. */
export class ControllerClient {
  readonly #transport: Transport;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param name the field manager of what the controller writes. */
  constructor(transport: Transport, name: string) {
    this.#transport = transport;
    this.#headers = { 'user-agent': name };
  }

  post(path: string, body: object): Promise<TransportResponse> {
    return this.#send({ method: 'POST', path, body });
  }

  put(path: string, body: object): Promise<TransportResponse> {
    return this.#send({ method: 'PUT', path, body });
  }

  mergePatch(path: string, body: object): Promise<TransportResponse> {
    return this.#send({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json' });
  }

  /** Server-side apply that takes over what others own. */
  apply(path: string, body: object, manager: string): Promise<TransportResponse> {
    const query = { fieldManager: manager, force: 'true' };
    return this.#send({ method: 'PATCH', path, query, body, contentType: 'application/apply-patch+yaml' });
  }

  /** What is gone already is deleted. */
  delete(path: string, options?: object): Promise<TransportResponse> {
    return this.#send({ method: 'DELETE', path, ...(options === undefined ? {} : { body: options }) });
  }

  /** @throws ApiError, so that whoever works through a queue tries again. */
  async #send(request: TransportRequest): Promise<TransportResponse> {
    const response = await this.#transport.request({ ...request, headers: this.#headers });
    const gone = request.method === 'DELETE' && response.status === 404;
    if (response.status >= 400 && !gone) throw new ApiError(response.body as ApiStatus); // Failures have no other body.
    return response;
  }
}
