import { isJsonObject } from '@gotk/json';
import { badRequest } from '../errors/api-errors.js';

/** Where the next page of a list begins. */
export interface ContinueToken {
  /** The revision that all pages show; -1: the present one. */
  readonly revision: number;
  /** The last key of the page before, relative to the listed prefix. */
  readonly after: string;
}

const VERSION = 'meta.k8s.io/v1';

/** The token as the list metadata carries it: base64url of JSON. */
export function renderContinueToken({ revision, after }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start: `${after}\0` })).toString('base64url');
}

/** @throws ApiError when the token is not one of this server's. */
export function parseContinueToken(token: string): ContinueToken {
  const { v, rv, start } = decode(token);
  if (v !== VERSION) throw invalid(`server does not recognize this encoded version ${String(v)}`);
  if (typeof rv !== 'number' || rv === 0) throw invalid(`incorrect encoded start resourceVersion (version ${VERSION})`);
  if (typeof start !== 'string' || start === '') throw invalid(`encoded start key empty (version ${VERSION})`);
  return { revision: rv, after: start.replace(/\0$/, '') };
}

function decode(token: string): Readonly<Record<string, unknown>> {
  const text = Buffer.from(token, 'base64url').toString('latin1');
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (isJsonObject(value)) return value;
  } catch {
    // Answered below: Go names the first byte that is no JSON.
  }
  throw invalid(`invalid character '${goCharacter(text.charCodeAt(0))}' looking for beginning of value`);
}

function goCharacter(code: number): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : `\\u${code.toString(16).padStart(4, '0')}`;
}

function invalid(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
