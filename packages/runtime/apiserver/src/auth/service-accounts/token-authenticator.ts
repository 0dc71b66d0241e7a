import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { Clock } from '../../api-server.js';
import { recordKey } from '../../storage/object-record.js';
import type { Store } from '../../storage/store.js';
import { API_AUDIENCE, type Authenticated, type TokenAuthenticator } from '../authentication.js';
import { boundObjectProblem, serviceAccountProblem } from './bound-objects.js';
import { serviceAccountGroups, serviceAccountUser } from './service-account-names.js';
import type { SigningKey } from './signing-key.js';
import { LEGACY_ISSUER, type LegacyTokenClaims, type TokenClaims } from './token-claims.js';

/** Clocks may differ by this much. */
const LEEWAY_SECONDS = 60;

export interface TokenWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly key: SigningKey;
}

/** Knows the tokens that this server issued for service accounts, as long as what they are bound to exists. */
export function serviceAccountTokens(world: TokenWorld): TokenAuthenticator {
  return { authenticate: (token, audiences) => authenticate(world, token, audiences) };
}

function refused(problem: string): Authenticated {
  return { kind: 'refused', problem };
}

function authenticate(world: TokenWorld, token: string, audiences: readonly string[]): Authenticated {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const claims = rest.length === 0 && token.split('.').length === 3 ? decode(payload) : undefined;
  if (claims === undefined || decode(header) === undefined) return refused('');
  const { iss } = claims;
  if (iss !== API_AUDIENCE && iss !== LEGACY_ISSUER) return refused('');
  if (!world.key.verify(`${header}.${payload}`, signature)) {
    return refused('go-jose/go-jose: error in cryptographic primitive');
  }
  // Signed by this server, so the claims are of its own making.
  return iss === LEGACY_ISSUER
    ? authenticateLegacy(world, { claims: claims as unknown as LegacyTokenClaims, token, audiences })
    : authenticateBound(world, claims as unknown as TokenClaims, audiences);
}

function decode(part: string): JsonObject | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function authenticateBound(world: TokenWorld, claims: TokenClaims, wanted: readonly string[]): Authenticated {
  const audiences = claims.aud.filter((audience) => wanted.includes(audience));
  if (audiences.length === 0) {
    const [own, target] = [show(claims.aud), show(wanted)];
    return refused(`token audiences ${own} is invalid for the target audiences ${target}`);
  }
  const problem =
    timeProblem(claims, world.clock.now() / 1000) ??
    serviceAccountProblem(world.store, claims['kubernetes.io']) ??
    boundObjectProblem(world.store, claims['kubernetes.io']);
  if (problem !== undefined) return refused(problem);
  return { kind: 'user', identity: identityOf(claims), audiences };
}

function show(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
}

function timeProblem({ exp, nbf, iat }: TokenClaims, now: number): string | undefined {
  if (now + LEEWAY_SECONDS < nbf) return 'service account token is not valid yet';
  if (now - LEEWAY_SECONDS > exp) return 'service account token has expired';
  return now + LEEWAY_SECONDS < iat ? 'service account token is issued in the future' : undefined;
}

function identityOf({ jti, 'kubernetes.io': about }: TokenClaims) {
  const { namespace, serviceaccount, pod, node } = about;
  const extra: Record<string, readonly string[]> = {};
  if (pod !== undefined) {
    extra['authentication.kubernetes.io/pod-name'] = [pod.name];
    extra['authentication.kubernetes.io/pod-uid'] = [pod.uid ?? ''];
  }
  if (node !== undefined) {
    extra['authentication.kubernetes.io/node-name'] = [node.name];
    if (node.uid !== undefined) extra['authentication.kubernetes.io/node-uid'] = [node.uid];
  }
  extra['authentication.kubernetes.io/credential-id'] = [`JTI=${jti}`];
  return {
    user: serviceAccountUser({ namespace, name: serviceaccount.name }),
    uid: serviceaccount.uid ?? '',
    groups: serviceAccountGroups(namespace),
    extra,
  };
}

interface LegacyToken {
  readonly claims: LegacyTokenClaims;
  readonly token: string;
  readonly audiences: readonly string[];
}

function authenticateLegacy({ store }: TokenWorld, { claims, token, audiences }: LegacyToken): Authenticated {
  const namespace = claims['kubernetes.io/serviceaccount/namespace'];
  const name = claims['kubernetes.io/serviceaccount/service-account.name'];
  const uid = claims['kubernetes.io/serviceaccount/service-account.uid'];
  const secret = store.get('/secrets', recordKey(namespace, claims['kubernetes.io/serviceaccount/secret.name']));
  if (secret === undefined || secret.object.metadata.deletionTimestamp !== undefined)
    return refused('Token has been invalidated');
  const { data } = secret.object as { readonly data?: Readonly<Record<string, string>> };
  if (Buffer.from(data?.['token'] ?? '', 'base64').toString() !== token) {
    return refused("Token does not match server's copy");
  }
  const problem = serviceAccountProblem(store, { namespace, serviceaccount: { name, uid } });
  if (problem !== undefined) return refused(problem);
  const identity = { user: serviceAccountUser({ namespace, name }), uid, groups: serviceAccountGroups(namespace) };
  return { kind: 'user', identity, audiences };
}
