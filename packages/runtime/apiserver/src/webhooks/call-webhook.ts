import type { IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { isIP } from 'node:net';
import { isJsonObject, type JsonObject, type JsonValue, parseGoJson } from '@gotk/json';
import { expireAfter } from '@gotk/kube-client';
import { parseYaml } from '@gotk/yaml';
import { goTypeName } from '../rest/go-values.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';

/** The largest answer that a webhook may give, in bytes. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** How much of a failed answer an error shows. */
const MAX_SHOWN = 2048;

const LAST_SUCCESS = 206;
const HTTPS_PORT = 443;
/** How many requests are made for one answer. */
const MAX_REQUESTS = 10;
const REDIRECTIONS = [301, 302, 303, 307, 308];
/** Redirections after which the same is sent again. */
const KEEPING_BODY = [307, 308];

const agent = new Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 16, timeout: 60_000 });

/** A webhook that could not be asked; the message says why, in the words of Go's HTTP client. */
export class WebhookCallError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WebhookCallError';
  }
}

export interface WebhookCall {
  readonly endpoint: WebhookEndpoint;
  /** Certificates that the server's must go back to, as PEM in base64; empty: those that the machine trusts. */
  readonly caBundle: string;
  readonly body: JsonObject;
  readonly timeoutSeconds: number;
}

/** Asks a webhook. @throws WebhookCallError */
export async function callWebhook(call: WebhookCall, signal: AbortSignal): Promise<JsonObject> {
  const { endpoint, timeoutSeconds } = call;
  const limit = AbortSignal.any([signal, expireAfter(timeoutSeconds * 1000)]);
  const url = `${endpoint.url}?timeout=${timeoutSeconds}s`;
  try {
    const answer = await answerOf(call, limit);
    if (answer.status < 200 || answer.status > LAST_SUCCESS) throw new WebhookCallError(refusedAnswer(answer));
    if (answer.text === '') {
      throw new WebhookCallError(
        `0-length response with status code: ${answer.status} and content type: ${answer.contentType || 'application/json'}`,
      );
    }
    return parseAnswer(answer.text);
  } catch (error) {
    if (error instanceof WebhookCallError) throw error;
    const why = limit.aborted
      ? signal.aborted
        ? 'context canceled'
        : 'context deadline exceeded'
      : reasonOf(error, endpoint);
    throw new WebhookCallError(`Post ${JSON.stringify(url)}: ${why}`);
  }
}

/** A question to a server, which may send it elsewhere. */
interface Question {
  readonly method: 'POST' | 'GET';
  readonly endpoint: Pick<WebhookEndpoint, 'host' | 'port' | 'serverName'>;
  /** With its query. */
  readonly path: string;
  readonly text: string;
  readonly caBundle: string;
}

/** Follows redirections as Go's client does: most of them without what was sent. */
async function answerOf(
  { endpoint, caBundle, body, timeoutSeconds }: WebhookCall,
  signal: AbortSignal,
): Promise<Answer> {
  const path = `${encodeURI(endpoint.path)}?timeout=${timeoutSeconds}s`;
  let question: Question = { method: 'POST', endpoint, path, text: JSON.stringify(body), caBundle };
  for (let count = 1; ; count++) {
    const answer = await ask(question, signal);
    const { status, location } = answer;
    if (!REDIRECTIONS.includes(status) || location === '') return answer;
    if (count === MAX_REQUESTS)
      throw new WebhookCallError(`Post ${JSON.stringify(location)}: stopped after ${MAX_REQUESTS} redirects`);
    question = redirected(question, status, location);
  }
}

function redirected(question: Question, status: number, location: string): Question {
  const { serverName, port } = question.endpoint;
  const base = `https://${serverName}:${port}${question.path}`;
  const target = URL.canParse(location, base) ? new URL(location, base) : null;
  if (target === null || target.protocol !== 'https:')
    throw new WebhookCallError(`Post ${JSON.stringify(location)}: unsupported protocol scheme`);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const isSame = host === serverName && Number(target.port || HTTPS_PORT) === port;
  const endpoint = isSame ? question.endpoint : { host, port: Number(target.port || HTTPS_PORT), serverName: host };
  const keepsBody = KEEPING_BODY.includes(status);
  return {
    ...question,
    ...(keepsBody ? {} : { method: 'GET' as const, text: '' }),
    endpoint,
    path: `${target.pathname}${target.search}`,
  };
}

interface Answer {
  readonly status: number;
  /** Where it sends whoever asked; empty: nowhere. */
  readonly location: string;
  readonly contentType: string;
  readonly text: string;
}

function ask({ method, endpoint, path, text, caBundle }: Question, signal: AbortSignal): Promise<Answer> {
  const options: RequestOptions = {
    agent,
    method,
    host: endpoint.host,
    port: endpoint.port,
    path,
    headers: {
      host: `${endpoint.serverName}:${endpoint.port}`,
      accept: 'application/json, */*',
      ...(method === 'GET'
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    },
    signal,
    // A server name must not be an address.
    ...(isIP(endpoint.serverName) === 0 ? { servername: endpoint.serverName } : {}),
    ...(caBundle === '' ? {} : { ca: Buffer.from(caBundle, 'base64') }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    if (size > MAX_ANSWER_BYTES) {
      response.destroy();
      throw new WebhookCallError(`the webhook's answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    }
    chunks.push(chunk as Buffer);
  }
  const { statusCode = 0, headers } = response;
  return {
    status: statusCode,
    location: headers.location ?? '',
    contentType: headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

/** An answer may be YAML too. */
function parseAnswer(text: string): JsonObject {
  const value = readText(text);
  if (isJsonObject(value)) return value;
  const type =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  const why = `json: cannot unmarshal ${goTypeName(value)} into Go value of type ${type}`;
  throw new WebhookCallError(`couldn't get version/kind; json parse error: ${why}`);
}

function readText(text: string): JsonValue {
  try {
    return parseGoJson(text);
  } catch {
    try {
      return parseYaml(text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new WebhookCallError(`couldn't get version/kind; json parse error: ${why}`);
    }
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};
/** Whose texts are told. */
const QUOTED = [403, 406, 415];

function refusedAnswer({ status, contentType, text }: Answer): string {
  const told = toldBy(text);
  if (told !== undefined) return told;
  // Only text is shown.
  const isText = contentType === '' || contentType.trimStart().toLowerCase().startsWith('text/');
  const shown = isText ? text.slice(0, MAX_SHOWN).trim() : 'unknown';
  const known = QUOTED.includes(status) ? shown : REFUSALS[status];
  if (known !== undefined) return known;
  if (status >= 500)
    return `an error on the server (${JSON.stringify(shown)}) has prevented the request from succeeding`;
  return `the server responded with the status code ${status} but did not return more information`;
}

/** What a Status says. */
function toldBy(text: string): string | undefined {
  try {
    const value = parseGoJson(text);
    if (!isJsonObject(value) || value['kind'] !== 'Status' || value['status'] === 'Success') return undefined;
    return typeof value['message'] === 'string' ? value['message'] : undefined;
  } catch {
    return undefined;
  }
}

const TLS_REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
};

function reasonOf(error: unknown, { host, port, serverName }: WebhookEndpoint): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const tls = Object.hasOwn(TLS_REASONS, code) ? TLS_REASONS[code] : undefined;
  if (tls !== undefined) return `tls: failed to verify certificate: x509: ${tls}`;
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${address}: connect: connection refused`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${host}: no such host`;
    case 'ECONNRESET':
      return 'EOF';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `tls: failed to verify certificate: x509: certificate is not valid for ${serverName}`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
