import type { SopsMasterKey } from './master-key.js';

/** Decrypts data keys. One service may serve every kind of key, or only some of them. */
export interface SopsKeyService {
  /**
   * @returns the data key of a file, or the key group's part of it.
   * @throws Error whose message is shown to the user: without secrets.
   */
  decrypt(key: SopsMasterKey, signal: AbortSignal | undefined): Promise<Uint8Array>;
}

/** A service for one kind of key. */
export type KeyHandler<T extends SopsMasterKey['type']> = (
  key: Extract<SopsMasterKey, { readonly type: T }>,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>;

/** A service for each kind of key that can be decrypted. */
export type KeyHandlers = { readonly [T in SopsMasterKey['type']]?: KeyHandler<T> | undefined };

/** A service made of one for each kind of key; it refuses the kinds that there is none for. */
export function combineKeyHandlers(handlers: KeyHandlers): SopsKeyService {
  return {
    decrypt: async (key, signal) => {
      const handler = handlers[key.type] as KeyHandler<SopsMasterKey['type']> | undefined;
      if (handler === undefined) throw new Error(`no credentials for keys of type '${key.type}'`);
      return await handler(key, signal);
    },
  };
}
