import { internalError } from '../../errors/api-errors.js';
import { type ApiResponse, textResponse } from '../../request/api-response.js';
import type { ResourceRequest } from '../../request/resource-request.js';
import { containerOf, podOf, requireNode } from './pod-on-node.js';

/** `GET` of `pods/NAME/log`. Simulated pods say nothing, so their log is empty; no node keeps any other. */
export function podLog(_verb: string, request: ResourceRequest): ApiResponse {
  const pod = podOf(request);
  containerOf(pod, request.http.query.get('container') ?? '');
  const { nodeName = '' } = pod.spec;
  if (nodeName === '') return textResponse(200, '');
  requireNode(request, pod);
  throw internalError(`error dialing backend: the node ${JSON.stringify(nodeName)} runs no kubelet`);
}
