import type { JsonValue } from '@gotk/json';
import type { DraftObject } from '../drafts/draft.js';
import type { SubresourceDefinition } from '../registry/resource-definition.js';
import type { Query } from '../request/api-request.js';
import { type ResourceRequest, requestName } from '../request/resource-request.js';
import { parseFlag } from '../request/write-options.js';
import { reviewOf } from '../rest/write-review.js';

/** Lets admission look at a request for a connection: what is reviewed are the options in its query. @throws ApiError */
export async function reviewConnect(request: ResourceRequest, { kind }: SubresourceDefinition): Promise<void> {
  const { admission } = request.core;
  const object: DraftObject = {
    kind,
    apiVersion: 'v1',
    metadata: {},
    ...connectOptions(request.http.query),
    ...proxyPath(request),
  };
  const review = reviewOf(request, { dryRun: false }, { operation: 'CONNECT', name: requestName(request), object });
  await admission.admit(review);
  await admission.validate(review);
}

/** What of the path is for whoever is behind a proxy. */
function proxyPath({ http: { segments } }: ResourceRequest): Readonly<Record<string, JsonValue>> {
  const rest = segments.slice(segments.indexOf('proxy') + 1);
  return segments.includes('proxy') && rest.length > 0 ? { path: `/${rest.join('/')}` } : {};
}

function connectOptions(query: Query): Readonly<Record<string, JsonValue>> {
  const options: Record<string, JsonValue> = {};
  for (const name of ['stdin', 'stdout', 'stderr', 'tty'])
    if (query.has(name) && parseFlag(query.get(name))) options[name] = true;
  for (const name of ['container', 'path']) if ((query.get(name) ?? '') !== '') options[name] = query.get(name) ?? '';
  if (query.has('command')) options['command'] = [...query.all('command')];
  if (query.has('ports')) options['ports'] = query.all('ports').map(Number);
  return options;
}
