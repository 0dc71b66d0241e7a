import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type KindRef, renderApiVersion } from '@gotk/objects';
import { isApiError } from './api-error.js';
import type { ApiResource } from './client.js';
import { groupVersionPath } from './request-path.js';
import { sendRequest } from './send-request.js';
import type { Transport } from './transport.js';

const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

const ASK_ANEW_AFTER_MS = 1000;

interface GroupVersion {
  readonly resources: ReadonlyMap<string, ApiResource>;
  readonly askedAtMs: number;
}

/** Knows which resource serves a kind. One group version is asked for at a time, when it is first needed. */
export class DiscoveryCache {
  readonly #transport: Transport;
  readonly #nowMs: () => number;
  readonly #groupVersions = new Map<string, Promise<GroupVersion>>();

  constructor(transport: Transport, nowMs: () => number) {
    this.#transport = transport;
    this.#nowMs = nowMs;
  }

  /** @returns `undefined` when the kind is not served; that is asked for anew after a second. */
  async resourceFor({ apiVersion, kind }: KindRef, signal?: AbortSignal): Promise<ApiResource | undefined> {
    const cached = await this.#groupVersion(apiVersion, signal);
    const found = cached.resources.get(kind);
    if (found !== undefined || this.#nowMs() - cached.askedAtMs < ASK_ANEW_AFTER_MS) return found;
    this.forget(apiVersion);
    return (await this.#groupVersion(apiVersion, signal)).resources.get(kind);
  }

  /** Drops what is known of a group version, for instance when a path of it was not found. */
  forget(apiVersion: string): void {
    this.#groupVersions.delete(apiVersion);
  }

  /** Every served resource, preferred versions first. */
  async all(signal?: AbortSignal): Promise<readonly ApiResource[]> {
    const [core, groups] = await Promise.all([this.#discover('/api', signal), this.#discover('/apis', signal)]);
    return [...core, ...groups];
  }

  async #groupVersion(apiVersion: string, signal?: AbortSignal): Promise<GroupVersion> {
    const known = this.#groupVersions.get(apiVersion);
    if (known !== undefined) return known;
    const asked = this.#askGroupVersion(apiVersion, signal);
    this.#groupVersions.set(apiVersion, asked);
    asked.catch(() => {
      if (this.#groupVersions.get(apiVersion) === asked) this.forget(apiVersion);
    });
    return asked;
  }

  async #askGroupVersion(apiVersion: string, signal?: AbortSignal): Promise<GroupVersion> {
    const resources = await this.#listGroupVersion(apiVersion, signal);
    return { resources: new Map(resources.map((resource) => [resource.kind, resource])), askedAtMs: this.#nowMs() };
  }

  async #listGroupVersion(apiVersion: string, signal?: AbortSignal): Promise<readonly ApiResource[]> {
    try {
      const path = groupVersionPath(apiVersion);
      const { body } = await sendRequest(this.#transport, { method: 'GET', path }, signal);
      return parseResourceList(body, apiVersion);
    } catch (error) {
      if (isApiError(error) && error.code === 404) return [];
      throw error;
    }
  }

  async #discover(path: '/api' | '/apis', signal?: AbortSignal): Promise<readonly ApiResource[]> {
    const request = { method: 'GET', path, headers: { accept: AGGREGATED } } as const;
    const { body } = await sendRequest(this.#transport, request, signal);
    if (isJsonObject(body) && body['kind'] === 'APIGroupDiscoveryList') return parseAggregated(body);
    const lists = legacyGroupVersions(body).map((apiVersion) => this.#listGroupVersion(apiVersion, signal));
    return (await Promise.all(lists)).flat();
  }
}

/** The resources of an `APIResourceList`; entries like `pods/log` become subresources. */
function parseResourceList(body: unknown, apiVersion: string): readonly ApiResource[] {
  const entries = objectsIn(body, 'resources').filter((entry) => textIn(entry, 'name') !== '');
  const subresources = entries.map((entry) => textIn(entry, 'name').split('/'));
  return entries
    .filter((entry) => !textIn(entry, 'name').includes('/'))
    .map((entry) => ({
      apiVersion,
      kind: textIn(entry, 'kind'),
      plural: textIn(entry, 'name'),
      singular: textIn(entry, 'singularName'),
      namespaced: entry['namespaced'] === true,
      verbs: textsIn(entry, 'verbs'),
      shortNames: textsIn(entry, 'shortNames'),
      categories: textsIn(entry, 'categories'),
      subresources: subresources.flatMap(([plural, name]) =>
        plural === entry['name'] && name !== undefined ? [name] : [],
      ),
    }));
}

function parseAggregated(body: JsonObject): readonly ApiResource[] {
  return objectsIn(body, 'items').flatMap((group) => {
    const name = isJsonObject(group['metadata']) ? textIn(group['metadata'], 'name') : '';
    return objectsIn(group, 'versions').flatMap((version) => {
      const apiVersion = renderApiVersion(name, textIn(version, 'version'));
      return objectsIn(version, 'resources').map((resource) => parseAggregatedResource(resource, apiVersion));
    });
  });
}

function parseAggregatedResource(resource: JsonObject, apiVersion: string): ApiResource {
  const responseKind = isJsonObject(resource['responseKind']) ? resource['responseKind'] : {};
  return {
    apiVersion,
    kind: textIn(responseKind, 'kind'),
    plural: textIn(resource, 'resource'),
    singular: textIn(resource, 'singularResource'),
    namespaced: resource['scope'] === 'Namespaced',
    verbs: textsIn(resource, 'verbs'),
    shortNames: textsIn(resource, 'shortNames'),
    categories: textsIn(resource, 'categories'),
    subresources: objectsIn(resource, 'subresources').map((entry) => textIn(entry, 'subresource')),
  };
}

/** The group versions of `/api` (APIVersions) or `/apis` (APIGroupList), each group's preferred one first. */
function legacyGroupVersions(body: unknown): readonly string[] {
  if (!isJsonObject(body)) return [];
  if (body['kind'] === 'APIVersions') return textsIn(body, 'versions');
  return objectsIn(body, 'groups').flatMap((group) => {
    const preferred = isJsonObject(group['preferredVersion']) ? textIn(group['preferredVersion'], 'groupVersion') : '';
    const versions = objectsIn(group, 'versions').map((version) => textIn(version, 'groupVersion'));
    return [...versions.filter((version) => version === preferred), ...versions.filter((v) => v !== preferred)];
  });
}

function objectsIn(body: unknown, field: string): readonly JsonObject[] {
  const value: JsonValue | undefined = isJsonObject(body) ? body[field] : undefined;
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textsIn(body: JsonObject, field: string): readonly string[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textIn(body: JsonObject, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : '';
}
