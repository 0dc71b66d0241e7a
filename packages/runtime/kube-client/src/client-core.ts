import type { KindRef } from '@gotk/objects';
import { isApiError } from './api-error.js';
import type { ApiResource } from './client.js';
import type { DiscoveryCache } from './discovery-cache.js';
import { NoMatchError } from './no-match-error.js';
import { type PathTarget, renderRequestPath } from './request-path.js';
import { openStream, sendRequest } from './send-request.js';
import type { Identity, Transport, TransportRequest, TransportResponse, TransportStream } from './transport.js';

type ResourceRequest = Omit<TransportRequest, 'path' | 'impersonate'>;

/** Sends requests about resources: finds the path of a kind and the identity to act for. */
export class ClientCore {
  readonly transport: Transport;
  readonly discovery: DiscoveryCache;
  readonly identity: Identity | undefined;

  constructor(transport: Transport, discovery: DiscoveryCache, identity?: Identity) {
    this.transport = transport;
    this.discovery = discovery;
    this.identity = identity;
  }

  /** @throws NoMatchError when the kind is not served; ApiError when the request is refused. */
  async send(
    kind: KindRef,
    target: PathTarget,
    request: ResourceRequest,
    signal: AbortSignal | undefined,
  ): Promise<TransportResponse> {
    const resource = await this.requireResource(kind, signal);
    try {
      return await sendRequest(this.transport, this.#complete(resource, target, request), signal);
    } catch (error) {
      this.#noticeVanishedKind(error, kind);
      throw error;
    }
  }

  /** @throws like `send`. */
  async stream(
    kind: KindRef,
    target: PathTarget,
    request: ResourceRequest,
    signal: AbortSignal,
  ): Promise<TransportStream> {
    const resource = await this.requireResource(kind, signal);
    try {
      return await openStream(this.transport, this.#complete(resource, target, request), signal);
    } catch (error) {
      this.#noticeVanishedKind(error, kind);
      throw error;
    }
  }

  /** @throws NoMatchError when the kind is not served. */
  async requireResource(kind: KindRef, signal: AbortSignal | undefined): Promise<ApiResource> {
    const resource = await this.discovery.resourceFor(kind, signal);
    if (resource === undefined) throw new NoMatchError(kind);
    return resource;
  }

  /** The request, acting for this client's identity. */
  withIdentity(request: TransportRequest): TransportRequest {
    return this.identity === undefined ? request : { ...request, impersonate: request.impersonate ?? this.identity };
  }

  #complete(resource: ApiResource, target: PathTarget, request: ResourceRequest): TransportRequest {
    return this.withIdentity({ ...request, path: renderRequestPath(resource, target) });
  }

  /** A NotFound that names no object is about the path: the kind itself has gone. */
  #noticeVanishedKind(error: unknown, { apiVersion }: KindRef): void {
    if (isApiError(error, 'NotFound') && error.status.details?.name === undefined) this.discovery.forget(apiVersion);
  }
}
