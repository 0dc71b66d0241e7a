import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenHttp } from '@gotk/http';

const PAGE = 2;

/** One bucket called `files` of a storage like S3, in pages of two objects. */
export interface BucketServer {
  /** `127.0.0.1:port` */
  readonly endpoint: string;
  /** Key → content. */
  readonly objects: Map<string, string>;
  /** Requests as `METHOD path`. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts it. Whoever has no signature of `key` is refused. */
export async function serveBucket(): Promise<BucketServer> {
  const objects = new Map<string, string>();
  const requests: string[] = [];
  const { address, close } = await listenHttp((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(objects, request, response);
  });
  return { endpoint: address, objects, requests, close };
}

function answer(objects: ReadonlyMap<string, string>, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://storage');
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (!request.headers.authorization?.includes('Credential=key/'))
    return refuse(response, 403, 'AccessDenied', 'Access Denied.');
  if (bucket !== 'files') return refuse(response, 404, 'NoSuchBucket', 'The specified bucket does not exist');
  if (request.method === 'HEAD') return void response.end();
  if (key === '') return void response.end(renderList(objects, url.searchParams));
  const content = objects.get(key);
  if (content === undefined) return refuse(response, 404, 'NoSuchKey', 'The specified key does not exist.');
  response.writeHead(200, { etag: `"${etagOf(content)}"` }).end(content);
}

function renderList(objects: ReadonlyMap<string, string>, query: URLSearchParams): string {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const page = keys.slice(from, from + PAGE);
  const contents = page.map((key) => {
    const etag = etagOf(objects.get(key) ?? '');
    return `<Contents><Key>${encodeURIComponent(key)}</Key><ETag>&quot;${etag}&quot;</ETag></Contents>`;
  });
  const isTruncated = from + PAGE < keys.length;
  const next = isTruncated ? `<NextContinuationToken>${from + PAGE}</NextContinuationToken>` : '';
  const truncated = `<IsTruncated>${isTruncated}</IsTruncated>${next}`;
  return `<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType>${truncated}${contents.join('')}</ListBucketResult>`;
}

function etagOf(content: string): string {
  return createHash('md5').update(content).digest('hex');
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
