import type { JsonValue } from '@gotk/json';
import { goldenUsers } from '../api-connection.js';
import { type Answer, askServer, type Target } from './ask-server.js';

/** A request of the administrator that needs nothing of earlier answers. */
export interface PlainRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly accept?: string;
  readonly body?: JsonValue;
}

/** Asks a server. */
export function sendRequest(target: Target, { method, path, type, accept, body }: PlainRequest): Promise<Answer> {
  return askServer(target, {
    method,
    path,
    token: goldenUsers[0]?.token,
    headers: { 'content-type': type, ...(accept === undefined ? {} : { accept }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}
