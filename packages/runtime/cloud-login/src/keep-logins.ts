import type { Expiring } from './login-context.js';

export interface KeepLoginsOptions {
  readonly nowMs: () => number;
  /** `--token-cache-max-size`; 0 keeps none. @default 100 */
  readonly maxLogins?: number;
  /** `--token-cache-max-duration` @default 3600000 */
  readonly maxAgeMs?: number;
}

/** Logins that are still good. */
export interface KeptLogins {
  /** The login under a key; `make` is asked when there is none that goes on for a minute. */
  get<T>(key: string, make: () => Promise<Expiring<T>>): Promise<T>;
}

/** A login goes on working for this long at least when it is handed out. */
const MARGIN_MS = 60_000;

/** Keeps logins until shortly before they expire; the oldest gives way. */
export function keepLogins({ nowMs, maxLogins = 100, maxAgeMs = 3_600_000 }: KeepLoginsOptions): KeptLogins {
  const kept = new Map<string, Expiring<unknown>>();
  return {
    async get<T>(key: string, make: () => Promise<Expiring<T>>): Promise<T> {
      const known = kept.get(key);
      // What is under a key was made for it.
      if (known !== undefined && known.expiresAtMs - MARGIN_MS > nowMs()) return known.value as T;
      const made = await make();
      kept.delete(key);
      if (maxLogins > 0) kept.set(key, { ...made, expiresAtMs: Math.min(made.expiresAtMs, nowMs() + maxAgeMs) });
      for (const oldest of kept.keys()) {
        if (kept.size <= maxLogins) break;
        kept.delete(oldest);
      }
      return made.value;
    },
  };
}
