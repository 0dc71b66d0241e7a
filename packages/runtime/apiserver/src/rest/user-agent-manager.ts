import type { ResourceRequest } from '../request/resource-request.js';

const MAX_BYTES = 128;

/** Who owns the fields that a request writes: its `fieldManager`, or the user agent up to the first slash. */
export function managerOf({ http }: ResourceRequest, fieldManager: string): string {
  if (fieldManager !== '') return fieldManager;
  const agent = (http.headers['user-agent'] ?? '').split('/')[0] ?? '';
  let manager = '';
  for (const character of agent.match(/[ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu) ?? []) {
    if (Buffer.byteLength(manager + character) > MAX_BYTES) break;
    manager += character;
  }
  return manager === '' ? 'unknown' : manager;
}
