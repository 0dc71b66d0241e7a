import { hash, timingSafeEqual } from 'node:crypto';
import type { Identity } from '@gotk/kube-client';
import { API_AUDIENCE, type TokenAuthenticator } from './authentication.js';

/** A token that is known from the start. */
export interface StaticToken {
  readonly token: string;
  readonly identity: Identity;
}

/** Authenticates tokens from a list; the comparison takes the same time for every wrong token. */
export function staticTokens(list: readonly StaticToken[]): TokenAuthenticator {
  const hashed = list.map(({ token, identity }) => ({ digest: hashOf(token), identity }));
  return {
    authenticate: (token, audiences) => {
      const digest = hashOf(token);
      const known = hashed.find((item) => timingSafeEqual(item.digest, digest));
      if (known === undefined) return { kind: 'refused', problem: '' };
      // These tokens are for this API alone.
      return audiences.includes(API_AUDIENCE)
        ? { kind: 'user', identity: known.identity, audiences: [API_AUDIENCE] }
        : { kind: 'refused', problem: '' };
    },
  };
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
