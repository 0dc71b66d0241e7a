import type { ContainerDraft, PodDraft } from '../../builtin/core/pod-draft.js';
import { badRequest, notFound } from '../../errors/api-errors.js';
import { type ResourceRequest, requestKey, requestName } from '../../request/resource-request.js';

const PODS = { group: '', resource: 'pods' };

/** The pod that a request for its log, or into it, names. @throws ApiError */
export function podOf(request: ResourceRequest): PodDraft {
  const record = request.core.store.get('/pods', requestKey(request));
  if (record === undefined) throw notFound(PODS, requestName(request));
  return record.object as unknown as PodDraft; // By the collection's codec.
}

/** The container that the request means: the only one, or the named one. @throws ApiError */
export function containerOf(pod: PodDraft, wanted: string): ContainerDraft | undefined {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const running = containers ?? [];
  const { name = '' } = pod.metadata;
  if (wanted !== '') {
    const all = [...running, ...initContainers, ...ephemeralContainers];
    const found = all.find((container) => container.name === wanted);
    if (found === undefined) throw badRequest(`container ${wanted} is not valid for pod ${name}`);
    return found;
  }
  if (running.length <= 1) return running[0];
  const names = [...initContainers, ...running, ...ephemeralContainers].map((container) => container.name);
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
}

/** The node of a pod must be there to be asked. @throws ApiError */
export function requireNode({ core }: ResourceRequest, { spec }: PodDraft): void {
  const { nodeName = '' } = spec;
  if (core.store.get('/nodes', nodeName) === undefined) throw notFound(PODS, nodeName);
}
