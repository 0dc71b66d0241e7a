import { fieldOf } from '@gotk/objects';
import { badRequest, internalError } from '../../errors/api-errors.js';
import type { SubresourceDefinition } from '../../registry/resource-definition.js';
import type { ApiResponse } from '../../request/api-response.js';
import type { ResourceRequest } from '../../request/resource-request.js';
import { reviewConnect } from '../connect-review.js';
import { containerOf, podOf, requireNode } from './pod-on-node.js';

/** `exec`, `attach` and `portforward`: nothing runs in simulated pods, so there is nothing to reach. @throws ApiError always */
export async function connectPod(
  _verb: string,
  request: ResourceRequest,
  own: SubresourceDefinition,
): Promise<ApiResponse> {
  await reviewConnect(request, own);
  const pod = podOf(request);
  if (request.subresource !== 'portforward') containerOf(pod, request.http.query.get('container') ?? '');
  const { nodeName = '' } = pod.spec;
  const name = pod.metadata.name ?? '';
  // Only the simulation runs pods without a node.
  if (nodeName === '' && fieldOf(pod, 'status', 'phase') === 'Running')
    throw badRequest(`pod ${name} is simulated: nothing runs in it that could be reached`);
  if (nodeName === '') throw badRequest(`pod ${name} does not have a host assigned`);
  requireNode(request, pod);
  throw internalError(`error dialing backend: the node ${JSON.stringify(nodeName)} runs no kubelet`);
}
