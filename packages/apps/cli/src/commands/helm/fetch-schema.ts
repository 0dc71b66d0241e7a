import type { FetchSchema } from '@gotk/helm';

const TIMEOUT_MS = 15_000;
const MAX_SCHEMA_BYTES = 5 * 1024 * 1024;

/** Gets what schemas of values refer to by URL. */
export function schemaFetcher(signal: AbortSignal): FetchSchema {
  return async (url) => {
    const { createDispatcherPool, createHttpSend, readBody } = await import('@gotk/http');
    const { expireAfter } = await import('@gotk/kube-client');
    const pool = createDispatcherPool();
    try {
      const within = AbortSignal.any([signal, expireAfter(TIMEOUT_MS)]);
      const response = await createHttpSend(pool)({ method: 'GET', url }, within).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : cause;
        throw new Error(`HTTP request failed for ${url}: ${reason}`, { cause });
      });
      if (response.status !== 200) {
        await response.dump();
        const { STATUS_CODES } = await import('node:http');
        const status = `${response.status} (${STATUS_CODES[response.status] ?? ''})`;
        throw new Error(`HTTP request to ${url} returned status ${status}`);
      }
      const body = await readBody(response, { limitBytes: MAX_SCHEMA_BYTES, what: 'the schema' });
      return Buffer.from(body).toString('utf8');
    } finally {
      await pool.close();
    }
  };
}
