import type { KindRef } from '@gotk/objects';
import { ApiError } from './api-error.js';

/** The server does not serve a kind: a NotFound about the kind, not about an object. */
export class NoMatchError extends ApiError {
  constructor({ apiVersion, kind }: KindRef) {
    super({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      code: 404,
      reason: 'NotFound',
      message: `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`,
    });
    this.name = 'NoMatchError';
  }
}
