import { closeSync, createWriteStream, openSync, type WriteStream } from 'node:fs';
import type { AuditEvent, AuditLevel } from './audit-event.js';

/** More than this is not kept waiting for a slow disk. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

export interface AuditOptions {
  /** Events are added to its end, one JSON object in each line. Only its owner can read it. */
  readonly file: string;
  /**
   * How much is recorded. Bodies of Secrets and of requests with tokens never are. Default `Metadata`.
   */
  readonly level?: AuditLevel;
  /** Told once when events are lost because the file cannot be written, or not fast enough. Default: a warning of the process. */
  readonly onLost?: (error: Error) => void;
}

/** Writes events to a file. Requests do not wait for it. */
export class AuditLog {
  readonly level: AuditLevel;
  readonly #stream: WriteStream;
  readonly #onLost: (error: Error) => void;
  #lost = false;

  /** @throws when the file cannot be opened. */
  constructor({ file, level = 'Metadata', onLost = (error) => process.emitWarning(error) }: AuditOptions) {
    this.level = level;
    this.#onLost = onLost;
    closeSync(openSync(file, 'a', 0o600));
    this.#stream = createWriteStream(file, { flags: 'a' });
    this.#stream.on('error', (error) => this.#lose(error));
  }

  /** Adds an event. */
  write(event: AuditEvent): void {
    if (this.#stream.destroyed || this.#stream.writableEnded) return;
    if (this.#stream.writableLength > MAX_WAITING_BYTES)
      this.#lose(new Error('events come faster than they are written'));
    else this.#stream.write(`${JSON.stringify(event)}\n`);
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    if (this.#stream.destroyed) return;
    await new Promise<void>((resolve) => {
      this.#stream.once('close', () => resolve());
      this.#stream.end();
    });
  }

  #lose(cause: Error): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#onLost(new Error(`the audit log is incomplete: ${cause.message}`, { cause }));
  }
}
