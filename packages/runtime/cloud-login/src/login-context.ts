import { type HttpRequest, type HttpSend, readBody } from '@gotk/http';
import { isJsonObject, type JsonObject } from '@gotk/json';

const MAX_ANSWER_BYTES = 1024 * 1024;

/** What a login works with. */
export interface LoginContext {
  readonly send: HttpSend;
  /** Variables of the environment, under the names that the clouds' own tools read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file that a variable names. */
  readonly readFile: (path: string) => Promise<string>;
  readonly nowMs: () => number;
}

/** Something that is good for a while. */
export interface Expiring<T> {
  readonly value: T;
  readonly expiresAtMs: number;
}

/** The answer to a request, in text. @throws Error with the status; the answer, which may hold secrets, is not in it. */
export async function fetchText(
  { send }: Pick<LoginContext, 'send'>,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<string> {
  const response = await send(request, signal);
  const bytes = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the answer of the login' });
  const text = Buffer.from(bytes).toString('utf8');
  if (response.status < 300) return text;
  const { origin, pathname } = new URL(request.url);
  throw new Error(`${request.method} ${origin}${pathname}: unexpected status code ${response.status}${codeOf(text)}`);
}

/** The name of the error, where the answer has one in a form that is known. */
function codeOf(text: string): string {
  const code = /"(?:__type|error|code)"\s*:\s*"([\w.#:-]{1,100})"|<Code>([\w.]{1,100})<\/Code>/.exec(text);
  return code === null ? '' : `: ${code[1] ?? code[2]}`;
}

/** The answer to a request, as a JSON object; an empty one where it is none. */
export async function fetchJson(
  context: Pick<LoginContext, 'send'>,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<JsonObject> {
  return parseObject(await fetchText(context, request, signal));
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** A text of an answer. @throws Error naming it when it is not there. */
export function requireText(answer: JsonObject, field: string): string {
  const value = answer[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`the answer of the login has no ${field}`);
}

/** A form, as the bodies of logins are written. */
export function form(fields: Readonly<Record<string, string>>): Pick<HttpRequest, 'body' | 'headers'> {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}
