import type { ApiCore } from '../../core/api-core.js';
import { API_AUDIENCE } from '../authentication.js';
import { serviceAccountUser } from './service-account-names.js';
import { LEGACY_ISSUER, type LegacyTokenClaims, type TokenClaims, type TokenRef } from './token-claims.js';

/** Tokens of pods for this long live a year, so that old clients that never read them again keep working. */
const EXTENDED_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What a token's life hangs on besides its time. */
export interface TokenBinding {
  readonly pod?: TokenRef;
  readonly secret?: TokenRef;
  readonly node?: TokenRef;
}

export interface TokenOrder {
  readonly account: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly audiences: readonly string[];
  readonly seconds: number;
  readonly binding: TokenBinding;
  /** By which the token is known. Default: a new one. */
  readonly id?: string;
}

/** Issues a token for a service account. */
export function issueToken(
  { clock, ids, signingKey }: Pick<ApiCore, 'clock' | 'ids' | 'signingKey'>,
  { account, audiences, seconds, binding, id = ids.uuid() }: TokenOrder,
): string {
  const now = Math.floor(clock.now() / 1000);
  const { name, namespace, uid } = account;
  const extended =
    binding.pod !== undefined && seconds === EXTENDED_SECONDS && audiences.every((item) => item === API_AUDIENCE);
  const claims: TokenClaims = {
    aud: audiences,
    exp: now + (extended ? YEAR_SECONDS : seconds),
    iat: now,
    iss: API_AUDIENCE,
    jti: id,
    'kubernetes.io': {
      namespace,
      ...(binding.node === undefined ? {} : { node: binding.node }),
      ...(binding.pod === undefined ? {} : { pod: binding.pod }),
      ...(binding.secret === undefined ? {} : { secret: binding.secret }),
      serviceaccount: { name, uid },
      ...(extended ? { warnafter: now + seconds } : {}),
    },
    nbf: now,
    sub: serviceAccountUser({ namespace, name }),
  };
  return signingKey.sign(claims);
}

/** Issues the token of a Secret of type `kubernetes.io/service-account-token`; it lives as long as the Secret. */
export function issueSecretToken(
  { signingKey }: Pick<ApiCore, 'signingKey'>,
  { name, namespace, uid }: TokenOrder['account'],
  secret: string,
): string {
  const claims: LegacyTokenClaims = {
    iss: LEGACY_ISSUER,
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret,
    'kubernetes.io/serviceaccount/service-account.name': name,
    'kubernetes.io/serviceaccount/service-account.uid': uid,
    sub: serviceAccountUser({ namespace, name }),
  };
  return signingKey.sign(claims);
}
