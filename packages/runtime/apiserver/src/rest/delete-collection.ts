import { isApiError } from '@gotk/kube-client';
import type { ApiResponse } from '../request/api-response.js';
import { parseDeleteOptions } from '../request/delete-options.js';
import { parseListOptions } from '../request/list-options.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { parseSelection } from '../selection/selection.js';
import { runDeletion, warnOfDependents } from './delete-object.js';
import { listPage } from './list-objects.js';
import { respondList } from './respond-list.js';

/** `DELETE` of a collection: every selected object on its own. Answers with the list as it was before. */
export async function deleteCollection(request: ResourceRequest): Promise<ApiResponse> {
  const listOptions = parseListOptions(request.http.query, false);
  const selection = parseSelection(request.http.query, request.served);
  const options = parseDeleteOptions(request.http);
  warnOfDependents(request, options);
  const page = await listPage(request, listOptions, selection);
  for (const {
    object: { metadata },
  } of page.records) {
    const single = { ...request, namespace: metadata.namespace, name: metadata.name };
    await runDeletion(single, options, '').catch((error: unknown) => {
      // Somebody else was faster: gone is gone.
      if (!isApiError(error, 'NotFound')) throw error;
    });
  }
  return respondList(request, page);
}
