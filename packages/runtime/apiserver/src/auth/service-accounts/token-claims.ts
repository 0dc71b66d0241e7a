/** An object that a token names. */
export interface TokenRef {
  readonly name: string;
  readonly uid?: string;
}

/** What a token of the TokenRequest API says. */
export interface TokenClaims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: TokenRef;
    readonly pod?: TokenRef;
    readonly secret?: TokenRef;
    readonly node?: TokenRef;
    readonly warnafter?: number;
  };
  readonly nbf: number;
  readonly sub: string;
}

/** What a token in a Secret says; it lives as long as the Secret does. */
export interface LegacyTokenClaims {
  readonly iss: string;
  readonly 'kubernetes.io/serviceaccount/namespace': string;
  readonly 'kubernetes.io/serviceaccount/secret.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.uid': string;
  readonly sub: string;
}

export const LEGACY_ISSUER = 'kubernetes/serviceaccount';
