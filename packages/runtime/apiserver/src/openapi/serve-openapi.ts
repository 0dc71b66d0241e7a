import type { ApiCore } from '../core/api-core.js';
import type { ApiRequest } from '../request/api-request.js';
import { type ApiResponse, pageNotFound, textResponse } from '../request/api-response.js';
import { type OpenApiDocument, OpenApiDocuments } from './openapi-documents.js';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const V2_VARY = 'Accept-Encoding, Accept';
const documentsOf = new WeakMap<ApiCore, OpenApiDocuments>();

/** Serves `/openapi/v2`, `/openapi/v3` and the documents below it; `undefined` for other paths. */
export function serveOpenApi(core: ApiCore, request: ApiRequest): ApiResponse | undefined {
  const [root, version, ...rest] = request.segments;
  if (root !== 'openapi') return undefined;
  const documents = documentsOf.get(core) ?? new OpenApiDocuments(core.registry);
  documentsOf.set(core, documents);
  if (version === 'v2' && rest.length === 0) return serveSwagger(documents, request);
  if (version !== 'v3') return pageNotFound();
  return rest.length === 0 ? serveIndex(documents) : serveDocument(documents, rest.join('/'), request);
}

/** Which documents there are; their hashes let clients keep what they have. */
function serveIndex(documents: OpenApiDocuments): ApiResponse {
  const paths = documents
    .paths()
    .map((path) => [path, { serverRelativeURL: urlOf(path, documents.document(path)) }] as const);
  return textResponse(200, JSON.stringify({ paths: Object.fromEntries(paths) }));
}

function urlOf(path: string, document: OpenApiDocument | undefined): string {
  return `/openapi/v3/${path}?hash=${document?.hash ?? ''}`;
}

function serveDocument(documents: OpenApiDocuments, path: string, { query, headers }: ApiRequest): ApiResponse {
  const document = documents.document(path);
  if (document === undefined) return { kind: 'plain', status: 404, headers: {}, body: undefined };
  const asked = query.get('hash') ?? '';
  const common = { 'content-type': 'application/json', etag: `"${document.hash}"`, vary: 'Accept' };
  if (asked !== '' && asked !== document.hash) {
    const location = { location: urlOf(path, document) };
    return { kind: 'plain', status: 301, headers: { ...common, ...location }, body: undefined };
  }
  if (isKnown(headers, document)) return { kind: 'plain', status: 304, headers: common, body: undefined };
  // Who asks by the hash may keep the answer for ever.
  const cached = asked === '' ? {} : { 'cache-control': 'public, immutable', expires: 'Fri, 01 Jan 2038 00:00:00 GMT' };
  return { kind: 'plain', status: 200, headers: { ...common, ...cached }, body: Buffer.from(document.text) };
}

function serveSwagger(documents: OpenApiDocuments, { headers }: ApiRequest): ApiResponse {
  const accept = headers['accept'] ?? '*/*';
  const isProtobuf = accept.includes('com.github.proto-openapi.spec.v2');
  const isJson = accept.includes('json') || accept.includes('*/*') || accept.includes('application/*');
  if (!isProtobuf && !isJson) return { kind: 'plain', status: 406, headers: { vary: V2_VARY }, body: undefined };
  const document = documents.swagger();
  const type = isProtobuf ? PROTOBUF : 'application/json';
  const common = { 'content-type': type, etag: `"${document.hash}"`, vary: V2_VARY };
  if (isKnown(headers, document)) return { kind: 'plain', status: 304, headers: common, body: undefined };
  const body = isProtobuf ? documents.swaggerProtobuf() : Buffer.from(document.text);
  return { kind: 'plain', status: 200, headers: common, body };
}

function isKnown(headers: ApiRequest['headers'], { hash }: OpenApiDocument): boolean {
  return headers['if-none-match']?.includes(hash) === true;
}
