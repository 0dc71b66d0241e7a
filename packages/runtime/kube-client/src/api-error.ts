import type { ApiStatus } from './client.js';

/** An answer of the API server that is not a success. `reason` and `code` are its identity; `message` is the server's own text. */
export class ApiError extends Error {
  readonly status: ApiStatus;

  constructor(status: ApiStatus) {
    super(status.message);
    this.name = 'ApiError';
    this.status = status;
  }

  /** HTTP status code. */
  get code(): number {
    return this.status.code;
  }

  /** `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`, `Expired` …; empty when the server names none. */
  get reason(): string {
    return this.status.reason;
  }
}

/** Whether `error` is an {@link ApiError} with one of these reasons. */
export function isApiError(error: unknown, ...reasons: readonly string[]): error is ApiError {
  return error instanceof ApiError && (reasons.length === 0 || reasons.includes(error.reason));
}
