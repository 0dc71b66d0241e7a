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
      const response = await createHttpSend(pool)({ method: 'GET', url }, within);
      if (response.status !== 200) {
        await response.dump();
        throw new Error(`returned status code ${response.status}`);
      }
      const body = await readBody(response, { limitBytes: MAX_SCHEMA_BYTES, what: 'the schema' });
      return Buffer.from(body).toString('utf8');
    } finally {
      await pool.close();
    }
  };
}
