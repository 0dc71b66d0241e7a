const MIB = 1024 * 1024;

/** What clients of a listener may use, one by one and all together. */
export interface ListenLimits {
  /** Headers of a request, in all. Default 64 KiB. */
  readonly maxHeaderBytes: number;
  /** Body of a request; larger ones are answered 413. Default 3 MiB. */
  readonly maxBodyBytes: number;
  /** Time to send the headers; then the answer is 408. Default 15 s. */
  readonly headersTimeoutMs: number;
  /** Time to send a request; then the answer is 408. Default 60 s. */
  readonly requestTimeoutMs: number;
  /** A client that does not read what waits for it is cut off after this. Default 30 s. */
  readonly drainTimeoutMs: number;
  /** Connections; further ones are dropped. Default 4096. */
  readonly maxConnections: number;
  /** Requests that are worked on at a time, without those that stream; further ones are answered 429. Default 600. */
  readonly maxInFlight: number;
  /** Bodies that are being read, together; beyond it requests are answered 429. Default 256 MiB. */
  readonly maxWaitingBodyBytes: number;
  /** Large answers that wait for their readers, together; beyond it requests are answered 429. Default 256 MiB. */
  readonly maxWaitingAnswerBytes: number;
}

/** What a listener allows unless told otherwise. */
export const LISTEN_LIMITS: ListenLimits = {
  maxHeaderBytes: 64 * 1024,
  maxBodyBytes: 3 * MIB,
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 60_000,
  drainTimeoutMs: 30_000,
  maxConnections: 4096,
  maxInFlight: 600,
  maxWaitingBodyBytes: 256 * MIB,
  maxWaitingAnswerBytes: 256 * MIB,
};
