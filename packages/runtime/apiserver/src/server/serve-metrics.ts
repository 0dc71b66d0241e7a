import type { ApiCore } from '../core/api-core.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, textResponse } from '../request/api-response.js';

const NAME = 'apiserver_resource_objects';

/** Serves `/metrics`: how many objects there are; `undefined` for other paths. */
export function serveMetrics({ registry, store }: ApiCore, { path }: ApiRequest): ApiResponse | undefined {
  if (path !== '/metrics') return undefined;
  const rows = registry
    .definitions()
    .filter(({ answer }) => answer === undefined)
    .map(({ group, resource, collection }) => {
      const labels = `group=${JSON.stringify(group)},resource=${JSON.stringify(resource)}`;
      return `${NAME}{${labels}} ${store.size(collection)}\n`;
    });
  const head = `# HELP ${NAME} Number of stored objects at the time of last check split by kind.\n# TYPE ${NAME} gauge\n`;
  return textResponse(200, `${head}${rows.sort().join('')}`);
}
