import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { Transport, TransportRequest, TransportResponse, TransportStream } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';

const RESOURCES = [
  { apiVersion: 'test.io/v1', kind: 'Widget', name: 'widgets' },
  { apiVersion: 'test.io/v1', kind: 'Source', name: 'sources' },
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: 'leases' },
] as const;

interface WatchEntry {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly path: string;
  readonly object: KubeObject;
}

/** As much of a Kubernetes API as the runtime's tests need, with switches to make it fail. */
export class MemoryApi implements Transport {
  readonly requests: string[] = [];
  readonly writes: TransportRequest[] = [];
  /** Answers a request in place of the API when it returns something. */
  intercept: (request: TransportRequest) => Partial<TransportResponse> | undefined = () => undefined;
  readonly #objects = new Map<string, KubeObject>();
  readonly #log: WatchEntry[] = [];
  readonly #watchers = new Set<() => void>();
  /** Log entries up to here have been compacted away. */
  #compacted = 0;
  #version = 0;
  #generation = 0;

  async request(request: TransportRequest): Promise<TransportResponse> {
    this.requests.push(`${request.method} ${request.path}`);
    if (request.method !== 'GET') this.writes.push(request);
    const answer = this.intercept(request) ?? this.#answer(request);
    return { status: 200, headers: {}, warnings: [], body: undefined, ...answer };
  }

  async stream(request: TransportRequest, signal: AbortSignal): Promise<TransportStream> {
    this.requests.push(`WATCH ${request.path}`);
    const head = { status: 200, headers: {}, warnings: [] };
    const refused = this.intercept(request);
    if (refused !== undefined) return { ...head, ...refused, error: refused.body, events: (async function* () {})() };
    const from = Number(request.query?.['resourceVersion'] ?? 0);
    if (from < this.#compacted)
      return {
        ...head,
        ...failure(410, 'Expired'),
        error: failure(410, 'Expired').body,
        events: (async function* () {})(),
      };
    return { ...head, events: this.#follow(`${request.path}/`, from, signal) };
  }

  async close(): Promise<void> {}

  /** Ends every watch, as a server does from time to time. */
  dropWatches(): void {
    this.#generation++;
    this.#wake();
  }

  /** Forgets the history, so that watches have to list anew. */
  compact(): void {
    this.#compacted = this.#version;
  }

  put(object: KubeObject): KubeObject {
    return this.#store(pathOf(object), object, true);
  }

  get(kind: string, name: string): KubeObject | undefined {
    return [...this.#objects.values()].find((object) => object.kind === kind && object.metadata.name === name);
  }

  remove(kind: string, name: string): void {
    const object = this.get(kind, name);
    if (object !== undefined) this.#delete(pathOf(object), object);
  }

  /** A merge patch by somebody else. */
  patch(kind: string, name: string, body: JsonObject): void {
    const object = this.get(kind, name);
    if (object === undefined) throw new Error(`no ${kind} ${name}`);
    this.#store(pathOf(object), merge(object as unknown as JsonObject, body) as unknown as KubeObject, true);
  }

  #answer(request: TransportRequest): Partial<TransportResponse> {
    const discovered = RESOURCES.filter(({ apiVersion }) => `/apis/${apiVersion}` === request.path);
    if (discovered.length > 0) {
      return { body: { resources: discovered.map(({ kind, name }) => ({ kind, name, namespaced: true, verbs: [] })) } };
    }
    if (request.method === 'POST') return { body: this.put(request.body as KubeObject) };
    if (request.method === 'GET' && !/\/namespaces\/[^/]+\/[^/]+\/[^/]+$/.test(request.path))
      return this.#list(request.path);
    const path = request.path.replace(/\/status$/, '');
    const object = this.#objects.get(path);
    if (object === undefined) return failure(404, 'NotFound', path.split('/').at(-1));
    return request.method === 'GET' ? { body: object } : this.#write(path, object, request);
  }

  #list(path: string): Partial<TransportResponse> {
    const items = [...this.#objects].filter(([key]) => isBelow(key, `${path}/`)).map(([, object]) => object);
    return { body: { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: String(this.#version) }, items } };
  }

  #write(path: string, object: KubeObject, request: TransportRequest): Partial<TransportResponse> {
    const patch = request.body as JsonObject & KubeObject;
    const wanted = patch.metadata?.resourceVersion;
    if (wanted !== undefined && wanted !== object.metadata.resourceVersion) return failure(409, 'Conflict', 'x');
    const isStatus = request.path.endsWith('/status');
    const next = request.method === 'PUT' ? patch : merge(object as unknown as JsonObject, patch);
    return { body: this.#store(path, next as unknown as KubeObject, !isStatus) };
  }

  #store(path: string, object: KubeObject, bumps: boolean): KubeObject {
    const old = this.#objects.get(path);
    this.#version++;
    const specChanged = bumps && JSON.stringify(old?.['spec']) !== JSON.stringify(object['spec']);
    const stored = {
      ...object,
      metadata: {
        uid: `uid-${this.#version}`,
        ...object.metadata,
        generation: (old?.metadata.generation ?? 0) + (specChanged || old === undefined ? 1 : 0),
        resourceVersion: String(this.#version),
      },
    };
    if (stored.metadata.deletionTimestamp !== undefined && (stored.metadata.finalizers ?? []).length === 0) {
      this.#version--;
      return this.#delete(path, stored);
    }
    this.#objects.set(path, stored);
    this.#append({ type: old === undefined ? 'ADDED' : 'MODIFIED', path, object: stored });
    return stored;
  }

  #delete(path: string, object: KubeObject): KubeObject {
    this.#version++;
    const gone = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    this.#objects.delete(path);
    this.#append({ type: 'DELETED', path, object: gone });
    return gone;
  }

  #append(entry: WatchEntry): void {
    this.#log.push(entry);
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#watchers]) wake();
  }

  async *#follow(prefix: string, from: number, signal: AbortSignal): AsyncGenerator<unknown> {
    const generation = this.#generation;
    let seen = from;
    while (!signal.aborted && generation === this.#generation) {
      const entry = this.#log.find(({ object }) => Number(object.metadata.resourceVersion) > seen);
      if (entry === undefined) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            this.#watchers.delete(wake);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          this.#watchers.add(wake);
          signal.addEventListener('abort', wake, { once: true });
        });
        continue;
      }
      seen = Number(entry.object.metadata.resourceVersion);
      if (isBelow(entry.path, prefix)) yield { type: entry.type, object: entry.object };
    }
  }
}

function pathOf({ apiVersion, kind, metadata }: KubeObject): string {
  const resource = RESOURCES.find((candidate) => candidate.apiVersion === apiVersion && candidate.kind === kind);
  return `/apis/${apiVersion}/namespaces/${metadata.namespace}/${resource?.name}/${metadata.name}`;
}

/** Whether an object's path lies under a collection's, of one namespace or of all. */
function isBelow(path: string, collection: string): boolean {
  return path.startsWith(collection) || path.replace(/\/namespaces\/[^/]+/, '').startsWith(collection);
}

function merge(target: JsonObject, patch: JsonObject): JsonObject {
  const result: Record<string, JsonValue | undefined> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const before = result[key];
    if (value === null) delete result[key];
    else if (isJsonObject(value)) result[key] = merge(isJsonObject(before) ? before : {}, value);
    else result[key] = value;
  }
  return result;
}

function failure(code: number, reason: string, name?: string): Partial<TransportResponse> {
  const details = name === undefined ? {} : { details: { name } };
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: reason, ...details },
  };
}
