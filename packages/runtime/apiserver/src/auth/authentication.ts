import type { Identity } from '@gotk/kube-client';

/** Whom a token stands for, or why it is not taken; `problem` is empty when it is nobody's token. */
export type Authenticated =
  | { readonly kind: 'user'; readonly identity: Identity; readonly audiences: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: string };

/** Knows whom a bearer token stands for. */
export interface TokenAuthenticator {
  /** @param audiences for whom the token must be meant: for one of these at least. */
  authenticate(token: string, audiences: readonly string[]): Promise<Authenticated> | Authenticated;
}

/** The audience of tokens for this API, and the issuer of its own. */
export const API_AUDIENCE = 'https://kubernetes.default.svc';

const AUTHENTICATED = 'system:authenticated';

/** Whoever sends no credentials. */
export const ANONYMOUS: Identity = { user: 'system:anonymous', groups: ['system:unauthenticated'] };

/** All ways in which bearer tokens are known, asked one after the other. */
export class Authentication implements TokenAuthenticator {
  readonly #authenticators: TokenAuthenticator[] = [];

  add(authenticator: TokenAuthenticator): void {
    this.#authenticators.push(authenticator);
  }

  async authenticate(token: string, audiences: readonly string[]): Promise<Authenticated> {
    const problems: string[] = [];
    for (const authenticator of this.#authenticators) {
      const result = await authenticator.authenticate(token, audiences);
      if (result.kind === 'user') return { ...result, identity: withAuthenticated(result.identity) };
      if (result.problem !== '') problems.push(result.problem);
    }
    const invalid = 'invalid bearer token';
    return { kind: 'refused', problem: problems.length === 0 ? invalid : `[${[invalid, ...problems].join(', ')}]` };
  }
}

function withAuthenticated(identity: Identity): Identity {
  const groups = identity.groups ?? [];
  return groups.includes(AUTHENTICATED) ? identity : { ...identity, groups: [...groups, AUTHENTICATED] };
}
