import type { ApiCore } from '../core/api-core.js';
import type { GroupResource } from '../errors/api-errors.js';
import type { ServedResource } from '../registry/resource-definition.js';
import type { StrategyContext } from '../registry/resource-strategy.js';
import { recordKey } from '../storage/object-record.js';
import type { ApiRequest } from './api-request.js';

/** A request that was routed to a resource. */
export interface ResourceRequest {
  readonly core: ApiCore;
  readonly http: ApiRequest;
  readonly served: ServedResource;
  readonly namespace: string | undefined;
  /** Absent for collections. */
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** Texts of `Warning` headers, collected on the way. */
  readonly warnings: string[];
}

/** The resource as error texts name it. */
export function groupResourceOf({ served }: Pick<ResourceRequest, 'served'>): GroupResource {
  return { group: served.definition.group, resource: served.definition.resource };
}

/** The key of the named object in its collection. */
export function requestKey({ namespace, name }: ResourceRequest): string {
  return recordKey(namespace, name ?? '');
}

/** The object's name, which the router has made sure of for verbs on single objects. */
export function requestName({ name }: ResourceRequest): string {
  return name ?? '';
}

/** What a kind's rules may look at while this request is served. */
export function strategyContext(request: ResourceRequest, dryRun: boolean): StrategyContext {
  const { core, http, warnings } = request;
  return {
    store: core.store,
    nowMs: core.clock.now(),
    user: http.user,
    dryRun,
    warnings,
    randomUuid: () => core.ids.uuid(),
    access: core.access,
    namespace: request.namespace,
    requestName: request.name ?? '',
  };
}
