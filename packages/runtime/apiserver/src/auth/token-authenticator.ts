import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity } from '@gotk/kube-client';

/** Knows whom a bearer token stands for. */
export interface TokenAuthenticator {
  /** @returns `undefined` when the token is not one of its. */
  authenticate(token: string): Promise<Identity | undefined>;
}

/** A token that is known from the start. */
export interface StaticToken {
  readonly token: string;
  readonly identity: Identity;
}

/** Authenticates tokens from a list; the comparison takes the same time for every wrong token. */
export function staticTokens(list: readonly StaticToken[]): TokenAuthenticator {
  const hashed = list.map(({ token, identity }) => ({ hash: hashOf(token), identity }));
  return {
    authenticate: async (token) => {
      const hash = hashOf(token);
      return hashed.find((known) => timingSafeEqual(known.hash, hash))?.identity;
    },
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
