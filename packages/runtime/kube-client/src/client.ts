import type { JsonObject, JsonValue } from '@gotk/json';
import type { KindRef, KubeList, KubeObject, ObjectKey } from '@gotk/objects';
import type { Identity, TransportRequest, TransportResponse, TransportStream } from './transport.js';

export interface GetOptions {
  /** `metadata` asks for a PartialObjectMetadata only. */
  readonly as?: 'object' | 'metadata';
  /** `status`, `scale` … */
  readonly subresource?: string;
}

export interface ListOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly as?: 'object' | 'metadata';
  /** Objects per request; the client follows `continue` and returns the whole list. Default 500. */
  readonly chunkSize?: number;
  readonly resourceVersion?: string;
}

export interface WatchOptions extends Omit<ListOptions, 'chunkSize'> {
  /** Begin with the present objects as ADDED events and a bookmark that ends them (watch-list). */
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
}

export type WatchEvent<T extends KubeObject = KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** `initialEventsEnd`: the bookmark that ends the initial events. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEventsEnd: boolean };

export interface WriteOptions {
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly subresource?: string;
  /** The kind that has the subresource, where what is created is of another: a TokenRequest for a ServiceAccount. */
  readonly subresourceOf?: KindRef;
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers. Default false. */
  readonly force?: boolean;
}

export type Patch =
  | { readonly type: 'json'; readonly operations: readonly JsonObject[] }
  | { readonly type: 'merge'; readonly body: JsonObject }
  | { readonly type: 'strategic'; readonly body: JsonObject };

export interface DeleteOptions {
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/** One served resource, from discovery. */
export interface ApiResource extends KindRef {
  /** Plural name in paths. */
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
}

/** Reads single objects and whole lists. Consumers ask for the smallest of these interfaces that serves them. */
export interface KubeReader {
  /** @throws ApiError with reason NotFound. */
  get<T extends KubeObject = KubeObject>(key: ObjectKey, options?: GetOptions, signal?: AbortSignal): Promise<T>;
  /** Like `get`, but `undefined` when the object, its namespace or its kind is not there. */
  find<T extends KubeObject = KubeObject>(
    key: ObjectKey,
    options?: GetOptions,
    signal?: AbortSignal,
  ): Promise<T | undefined>;
  list<T extends KubeObject = KubeObject>(
    kind: KindRef,
    options?: ListOptions,
    signal?: AbortSignal,
  ): Promise<KubeList<T>>;
}

/** Follows the changes of a kind. */
export interface KubeWatcher {
  /**
   * Events until the server ends the stream, the signal aborts (the iteration then ends quietly) or it fails.
   * @throws ApiError, with reason Expired when `resourceVersion` is too old.
   */
  watch<T extends KubeObject = KubeObject>(
    kind: KindRef,
    options: WatchOptions,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent<T>>;
}

/** Every write returns the object as the server now has it, and throws ApiError when refused. */
export interface KubeWriter {
  create<T extends KubeObject>(object: T, options?: WriteOptions, signal?: AbortSignal): Promise<T & KubeObject>;
  /** PUT: fails with Conflict when `metadata.resourceVersion` is not the present one. */
  replace<T extends KubeObject>(object: T, options?: WriteOptions, signal?: AbortSignal): Promise<T & KubeObject>;
  /** Server-side apply. */
  apply<T extends KubeObject>(object: T, options: ApplyOptions, signal?: AbortSignal): Promise<T & KubeObject>;
  patch<T extends KubeObject = KubeObject>(
    key: ObjectKey,
    patch: Patch,
    options?: WriteOptions,
    signal?: AbortSignal,
  ): Promise<T>;
  /** @returns the object when it lives on under finalizers, else `undefined`. @throws ApiError with reason NotFound. */
  delete(key: ObjectKey, options?: DeleteOptions, signal?: AbortSignal): Promise<KubeObject | undefined>;
}

/** Knows what the server serves. */
export interface KubeDiscovery {
  /**
   * The resource that serves a kind. Cached; an unknown kind is asked for anew, at most once a second.
   * @returns `undefined` when the server does not serve it.
   */
  resourceFor(kind: KindRef, signal?: AbortSignal): Promise<ApiResource | undefined>;
  /** Every served resource, preferred versions first. */
  resources(signal?: AbortSignal): Promise<readonly ApiResource[]>;
  /** `/version`. */
  serverVersion(signal?: AbortSignal): Promise<{
    readonly major: string;
    readonly minor: string;
    readonly gitVersion: string;
    readonly platform: string;
  }>;
}

/** The seam between everything above and a cluster: the same code over HTTP and in process. */
export interface KubeClient extends KubeReader, KubeWatcher, KubeWriter, KubeDiscovery {
  /** The same client acting for somebody else. Shares connections and the discovery cache. */
  impersonate(identity: Identity): KubeClient;
  /** Any request, for what the verbs above do not cover (logs, tokens, tables, /healthz). Answers of any status are returned. */
  raw(request: TransportRequest, signal?: AbortSignal): Promise<TransportResponse>;
  rawStream(request: TransportRequest, signal: AbortSignal): Promise<TransportStream>;
  close(): Promise<void>;
}

/** `Status` as the API returns it for an error. */
export interface ApiStatus {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly status: 'Failure' | 'Success';
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
    readonly retryAfterSeconds?: number;
  };
  readonly metadata?: JsonValue;
}
