import type { ApiCore } from '../core/api-core.js';
import { failure, noSuchPath } from '../errors/api-errors.js';
import { type AllowsConversion, negotiate } from '../representation/negotiate.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, jsonResponse, pageNotFound } from '../request/api-response.js';
import { aggregatedDocument } from './aggregated-documents.js';
import { apiVersionsDocument, groupDocument, groupListDocument, resourceListDocument } from './legacy-documents.js';

const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const PRODUCED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** Serves `/api`, `/apis`, groups and versions, and `/version`; `undefined` for other paths. */
export function serveDiscovery(core: ApiCore, request: ApiRequest): ApiResponse | undefined {
  const [root, first, second, ...rest] = request.segments;
  if (root === 'version' && first === undefined) return jsonResponse(200, versionInfo);
  if ((root !== 'api' && root !== 'apis') || rest.length > 0 || request.path.startsWith('//')) return undefined;
  requireProducible(request);
  if (first === undefined) return serveRoot(core, request, root);
  if (root === 'api') return second === undefined ? serveVersion(core, request, ['', first]) : undefined;
  return second === undefined ? serveGroup(core, request, first) : serveVersion(core, request, [first, second]);
}

const versionInfo = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform === 'win32' ? 'windows' : process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
};

/** Media types are matched without their parameters before anything else. */
function requireProducible({ headers }: ApiRequest): void {
  const { accept = '' } = headers;
  const wanted = accept
    .split(',')
    .map((clause) => clause.split(';')[0]?.trim() ?? '')
    .filter((type) => type !== '');
  if (wanted.length === 0 || wanted.some((type) => type === '*/*' || PRODUCED.includes(type))) return;
  const message = `406: Not Acceptable\n\nAvailable representations: ${PRODUCED.join(', ')}`;
  throw failure(406, 'NotAcceptable', message, {});
}

const allowsAggregated: AllowsConversion = ({ kind, group, version }) =>
  kind === 'APIGroupDiscoveryList' && group === 'apidiscovery.k8s.io' && version === 'v2';

function serveRoot({ registry }: ApiCore, request: ApiRequest, root: 'api' | 'apis'): ApiResponse {
  const { contentType, as } = negotiate(request.headers['accept'], allowsAggregated);
  if (as === undefined) {
    const address = request.headers['host'] ?? 'localhost';
    return jsonResponse(200, root === 'api' ? apiVersionsDocument(address) : groupListDocument(registry), {
      'content-type': contentType,
    });
  }
  const { body, etag } = aggregatedDocument(registry, root);
  const headers = { etag: JSON.stringify(etag), vary: 'Accept', 'cache-control': 'public' };
  if (request.headers['if-none-match'] === headers.etag)
    return { kind: 'plain', status: 304, headers, body: undefined };
  return jsonResponse(200, body, { ...headers, 'content-type': AGGREGATED_TYPE });
}

function serveGroup(core: ApiCore, { headers }: ApiRequest, name: string): ApiResponse {
  const { registry } = core;
  if (!registry.hasGroup(name)) return unserved(core, name, undefined);
  // A group is never aggregated by itself: the wish is passed over.
  const { contentType } = negotiate(headers['accept'], allowsAggregated);
  return jsonResponse(200, groupDocument(registry, name), { 'content-type': contentType });
}

function serveVersion(
  core: ApiCore,
  { headers }: ApiRequest,
  [group, version]: readonly [string, string],
): ApiResponse {
  const { registry } = core;
  if (!registry.hasGroup(group, version)) return unserved(core, group, version);
  const { contentType } = negotiate(headers['accept'], () => false);
  const body = resourceListDocument(registry, group, version);
  return jsonResponse(200, body, { 'content-type': contentType });
}

/** Groups of built-in kinds know that a version is not theirs; any other path leads nowhere. */
function unserved({ registry }: ApiCore, group: string, version: string | undefined): ApiResponse {
  const builtin = registry.definitions().some((definition) => definition.group === group && !definition.custom);
  if (version !== undefined && builtin) throw noSuchPath();
  return pageNotFound();
}
