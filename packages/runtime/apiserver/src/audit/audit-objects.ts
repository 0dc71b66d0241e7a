import { parseYaml } from '@gotk/yaml';
import { ListBody } from '../representation/list-body.js';
import type { ApiRequest } from '../request/api-request.js';
import type { ApiResponse } from '../request/api-response.js';

/** What was sent, as a value; nothing where it is none. */
export function requestObject({ body, headers }: ApiRequest): unknown {
  if (body.kind === 'none') return undefined;
  if (body.kind === 'value') return body.value;
  const text = Buffer.from(body.bytes).toString();
  try {
    return (headers['content-type'] ?? '').includes('yaml') ? parseYaml(text) : (JSON.parse(text) as unknown);
  } catch {
    return undefined; // The answer says what is wrong with it.
  }
}

/** What was answered, as a value; texts and streams are left out. */
export function responseObject(response: ApiResponse): unknown {
  if (response.kind === 'stream') return undefined;
  const { body } = response;
  if (body instanceof ListBody) return body.toJSON();
  return typeof body === 'object' && !(body instanceof Uint8Array) ? body : undefined;
}
