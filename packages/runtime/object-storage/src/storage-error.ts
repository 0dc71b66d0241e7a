export interface StorageErrorOptions {
  readonly status: number;
  /** The storage's own name for what went wrong; empty where it gave none. */
  readonly code: string;
  readonly message: string;
}

/** An answer of a storage that is no success; its message is the storage's. */
export class StorageError extends Error {
  readonly status: number;
  readonly code: string;

  constructor({ status, code, message }: StorageErrorOptions) {
    super(message);
    this.name = 'StorageError';
    this.status = status;
    this.code = code;
  }
}
