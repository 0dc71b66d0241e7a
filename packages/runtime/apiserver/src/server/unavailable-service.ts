import { fieldOf } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import { type ApiResponse, textResponse } from '../request/api-response.js';

/** The answer for a version that an APIService gives to another server: none of them is ever there. */
export function unavailableService({ store }: ApiCore, segments: readonly string[]): ApiResponse | undefined {
  const [root, group, version] = segments;
  if (root !== 'apis' || group === undefined || version === undefined) return undefined;
  const service = store.get('apiregistration.k8s.io/apiservices', `${version}.${group}`)?.object;
  const target = service === undefined ? undefined : fieldOf(service, 'spec', 'service');
  return target === undefined || target === null ? undefined : textResponse(503, 'service unavailable\n');
}
