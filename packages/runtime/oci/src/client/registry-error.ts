import { isJsonObject, type JsonValue } from '@gotk/json';

/** An answer of a registry that is not a success; the message is go-containerregistry's. */
export class RegistryError extends Error {
  readonly status: number;
  /** Codes of the registry's errors, e.g. `MANIFEST_UNKNOWN`. */
  readonly codes: readonly string[];
  /** What the registry says, as other clients tell it: `name unknown: repository not found`; else the name of the status. */
  readonly summary: string;

  constructor({
    method,
    url,
    status,
    body,
  }: { readonly method: string; readonly url: string; readonly status: number; readonly body: string }) {
    const errors = parseErrors(body);
    super(
      `${method} ${url}: ${errors.length === 0 ? renderPlain(method, status, body) : errors.map(renderError).join('; ')}`,
    );
    this.name = 'RegistryError';
    this.status = status;
    this.codes = errors.map(({ code }) => code);
    this.summary = errors.length === 0 ? (STATUS_TEXTS[status] ?? '') : errors.map(summarize).join('; ');
  }
}

interface OciErrorEntry {
  readonly code: string;
  readonly message: string;
  readonly detail: JsonValue | undefined;
}

function parseErrors(body: string): readonly OciErrorEntry[] {
  const parsed = tryParse(body);
  const errors = isJsonObject(parsed) ? parsed['errors'] : undefined;
  if (!Array.isArray(errors)) return [];
  return (errors as readonly JsonValue[]).filter(isJsonObject).map((error) => ({
    code: String(error['code'] ?? ''),
    message: String(error['message'] ?? ''),
    detail: error['detail'],
  }));
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function renderError({ code, message, detail }: OciErrorEntry): string {
  const base = `${code}: ${message}`;
  return detail === undefined || detail === null ? base : `${base}; ${renderDetail(detail)}`;
}

function summarize({ code, message, detail }: OciErrorEntry): string {
  const name = code.replaceAll('_', ' ').toLowerCase();
  if (message === '') return name;
  return detail === undefined || detail === null
    ? `${name}: ${message}`
    : `${name}: ${message}: ${renderDetail(detail)}`;
}

/** As Go prints a map with `%v`. */
function renderDetail(detail: JsonValue): string {
  if (Array.isArray(detail)) return `[${(detail as readonly JsonValue[]).map(renderDetail).join(' ')}]`;
  if (!isJsonObject(detail)) return String(detail);
  const keys = Object.keys(detail).sort();
  return `map[${keys.map((key) => `${key}:${renderDetail(detail[key] ?? null)}`).join(' ')}]`;
}

function renderPlain(method: string, status: number, body: string): string {
  const text = STATUS_TEXTS[status] ?? '';
  const head = `unexpected status code ${status}${text === '' ? '' : ` ${text}`}`;
  if (method === 'HEAD') return `${head} (HEAD responses have no body, use GET for details)`;
  return body === '' ? head : `${head}: ${body}`;
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  416: 'Requested Range Not Satisfiable',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
