import type { Identity } from '@gotk/kube-client';
import { checkDns1123Subdomain } from '@gotk/objects';
import { badRequest } from '../errors/api-errors.js';
import { type AccessAttributes, type Authorizer, resourceAccess, SUPERUSERS } from './authorizer.js';
import { forbiddenAccess } from './forbidden-access.js';
import { parseServiceAccountUser, serviceAccountGroups } from './service-accounts/service-account-names.js';

const ANONYMOUS = 'system:anonymous';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

const NODE_PREFIX = 'system:node:';
const NODES_GROUP = 'system:nodes';
const NODE_NAME_KEY = 'authentication.kubernetes.io/node-name';

const MAX_REMEMBERED = 10_000;

/** What the names of all headers begin with that ask to act for somebody. */
export const IMPERSONATION_PREFIX = 'impersonate-';

const USER_HEADER = 'impersonate-user';
const GROUP_HEADER = 'impersonate-group';
const UID_HEADER = 'impersonate-uid';
const EXTRA_PREFIX = 'impersonate-extra-';

/** Headers by name in lower case, with every value they were sent with. */
export type HeaderValues = Readonly<Record<string, readonly string[]>>;

/** Whom the headers of a request ask to act for. @throws ApiError when they name everything but a user. */
export function readImpersonation(headers: HeaderValues): Identity | undefined {
  const user = headers[USER_HEADER]?.[0] ?? '';
  const groups = headers[GROUP_HEADER] ?? [];
  const uid = headers[UID_HEADER]?.[0] ?? '';
  const extra = readExtra(headers);
  if (user === '') {
    if (groups.length + Object.keys(extra).length > 0 || uid !== '')
      throw badRequest(`requested ${showRequested({ groups, uid, extra })} without impersonating a user name`);
    return undefined;
  }
  return {
    user,
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function readExtra(headers: HeaderValues): Readonly<Record<string, readonly string[]>> {
  const extra: Record<string, readonly string[]> = Object.create(null);
  for (const [name, values] of Object.entries(headers)) {
    if (name.startsWith(EXTRA_PREFIX)) extra[decodeKey(name.slice(EXTRA_PREFIX.length))] = values;
  }
  return extra;
}

function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

interface RequestedParts {
  readonly groups: readonly string[];
  readonly uid: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** What was asked for as Go prints it. */
function showRequested({ groups, uid, extra }: RequestedParts): string {
  const list = (values: readonly string[]): string => `{${values.map((value) => JSON.stringify(value)).join(', ')}}`;
  const keys = Object.keys(extra).sort();
  const shownGroups = groups.length === 0 ? '(nil)' : list(groups);
  const shownExtra =
    keys.length === 0
      ? '(nil)'
      : `{${keys.map((key) => `${JSON.stringify(key)}:[]string${list(extra[key] ?? [])}`).join(', ')}}`;
  return `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:[]string${shownGroups}, Extra:map[string][]string${shownExtra}}`;
}

/** By which way each requester succeeded last, by his name: that way is tried first the next time. */
export class LastWays {
  readonly #ways = new Map<string, { readonly way: Way }>();

  /** The way, or nothing when there was none yet. */
  of(requester: Identity): { readonly way: Way } | undefined {
    return this.#ways.get(requester.user);
  }

  remember({ user }: Identity, way: Way): void {
    this.#ways.delete(user);
    this.#ways.set(user, { way });
    const [oldest] = this.#ways.keys();
    if (this.#ways.size > MAX_REMEMBERED && oldest !== undefined) this.#ways.delete(oldest);
  }
}

/** Who asks to be whom, and for what. */
export interface Impersonation {
  readonly authorizer: Authorizer;
  readonly lastWays: LastWays;
  readonly requester: Identity;
  readonly wanted: Identity;
  /** The request that the wanted identity is to make, as the requester's own. */
  readonly request: AccessAttributes;
}

/**
 * The identity to act under. The narrow ways of impersonation, which allow certain requests alone, are tried before the wide one, and the
 * way that the requester took last before all others; the first refusal is what he hears. @throws ApiError when no way is allowed.
 */
export function impersonate(impersonation: Impersonation): Identity {
  const { lastWays, requester, wanted } = impersonation;
  let refusal: unknown;
  for (const way of lastFirst(waysFor(impersonation), lastWays.of(requester))) {
    try {
      if (way !== undefined) requireRequest(impersonation, way);
      requireIdentity(impersonation, way);
      lastWays.remember(requester, way);
      return identityOf(wanted, way);
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

/** A way of impersonation by its name; `undefined` is the one that allows every request. */
type Way = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info' | undefined;

function waysFor({ requester, wanted }: Impersonation): readonly Way[] {
  const isNameAlone = wanted.uid === undefined && wanted.groups === undefined && wanted.extra === undefined;
  const node = nodeOf(wanted.user);
  const account = parseServiceAccountUser(wanted.user);
  const ways: Way[] = [];
  if (isNameAlone && node !== undefined && nodeOfAccount(requester) === node) ways.push('associated-node');
  if (isNameAlone && node !== undefined) ways.push('arbitrary-node');
  if (isNameAlone && account !== undefined) ways.push('serviceaccount');
  if (node === undefined && account === undefined) ways.push('user-info');
  return [...ways, undefined];
}

function lastFirst(ways: readonly Way[], last: { readonly way: Way } | undefined): readonly Way[] {
  if (last === undefined || !ways.includes(last.way)) return ways;
  return [last.way, ...ways.filter((way) => way !== last.way)];
}

/** The name of the node that a user is. */
function nodeOf(user: string): string | undefined {
  const name = user.startsWith(NODE_PREFIX) ? user.slice(NODE_PREFIX.length) : '';
  return name !== '' && checkDns1123Subdomain(name).length === 0 ? name : undefined;
}

/** The node whose pod uses the token of a service account. */
function nodeOfAccount({ user, extra }: Identity): string | undefined {
  const names = extra?.[NODE_NAME_KEY] ?? [];
  return parseServiceAccountUser(user) === undefined || names.length !== 1 ? undefined : names[0];
}

function requireRequest({ authorizer, request }: Impersonation, way: NonNullable<Way>): void {
  requireAllowed(authorizer, { ...request, verb: `impersonate-on:${way}:${request.verb}` });
}

function requireIdentity({ authorizer, requester, wanted }: Impersonation, way: Way): void {
  const verb = way === undefined ? 'impersonate' : `impersonate:${way}`;
  const group = 'authentication.k8s.io';
  const own = way === undefined ? { group: '', version: '' } : { group, version: 'v1' };
  const require = (fields: Parameters<typeof resourceAccess>[2]): void =>
    requireAllowed(authorizer, resourceAccess(requester, verb, fields));
  require({ ...own, ...nameFields(wanted.user, way) });
  if (wanted.uid !== undefined) require({ group, version: 'v1', resource: 'uids', name: wanted.uid });
  for (const name of wanted.groups ?? []) {
    const fields = { ...own, resource: 'groups', name };
    if (way !== undefined && (name === '' || name === SUPERUSERS)) {
      const what = name === '' ? 'empty string' : SUPERUSERS;
      const access = resourceAccess(requester, verb, fields);
      throw forbiddenAccess(access, `impersonating the ${what} group is not allowed`);
    }
    require(fields);
  }
  for (const [subresource, values] of Object.entries(wanted.extra ?? {}))
    for (const name of values) require({ group, version: 'v1', resource: 'userextras', subresource, name });
}

function nameFields(user: string, way: Way): Parameters<typeof resourceAccess>[2] {
  const account = parseServiceAccountUser(user);
  if (account !== undefined) return { resource: 'serviceaccounts', ...account };
  const node = way === undefined ? undefined : nodeOf(user);
  if (node === undefined) return { resource: 'users', name: user };
  return { resource: 'nodes', name: way === 'associated-node' ? '*' : node };
}

function requireAllowed(authorizer: Authorizer, access: AccessAttributes): void {
  const { allowed, reason } = authorizer.authorize(access);
  if (!allowed) throw forbiddenAccess(access, reason);
}

function identityOf(wanted: Identity, way: Way): Identity {
  const account = parseServiceAccountUser(wanted.user);
  const given = wanted.groups ?? [];
  const ofAccount = account === undefined ? [] : serviceAccountGroups(account.namespace);
  const fixed = way !== undefined && nodeOf(wanted.user) !== undefined ? [NODES_GROUP] : ofAccount;
  return { ...wanted, groups: withImpliedGroup(wanted.user, given.length === 0 ? fixed : given) };
}

/** Everybody is either authenticated or not. */
function withImpliedGroup(user: string, groups: readonly string[]): readonly string[] {
  if (user === ANONYMOUS) return groups.includes(UNAUTHENTICATED) ? groups : [...groups, UNAUTHENTICATED];
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, AUTHENTICATED];
}
