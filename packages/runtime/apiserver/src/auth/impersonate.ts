import type { Identity } from '@gotk/kube-client';
import { badRequest } from '../errors/api-errors.js';
import { type Authorizer, resourceAccess } from './authorizer.js';
import { forbiddenAccess } from './forbidden-access.js';
import { parseServiceAccountUser, serviceAccountGroups } from './service-accounts/service-account-names.js';

const ANONYMOUS = 'system:anonymous';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

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
      throw badRequest(`requested ${showRequested(groups, uid)} without impersonating a user`);
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

/** The references as Go prints them. */
function showRequested(groups: readonly string[], uid: string): string {
  const references = groups.map((name) => `{Group  ${name}    }`);
  if (uid !== '') references.push(`{UID  ${uid}  authentication.k8s.io/v1  }`);
  return `[${references.join(' ')}]`;
}

/** The identity to act under when `requester` asks to be `wanted`. @throws ApiError when that is not allowed. */
export function impersonate(authorizer: Authorizer, requester: Identity, wanted: Identity): Identity {
  requireAllowed(authorizer, requester, wanted);
  const account = parseServiceAccountUser(wanted.user);
  const given = wanted.groups ?? [];
  const groups = given.length === 0 && account !== undefined ? serviceAccountGroups(account.namespace) : given;
  return { ...wanted, groups: withImpliedGroup(wanted.user, groups) };
}

function requireAllowed(authorizer: Authorizer, requester: Identity, wanted: Identity): void {
  const require = (fields: Parameters<typeof resourceAccess>[2]): void => {
    const access = resourceAccess(requester, 'impersonate', { version: '', ...fields });
    const { allowed, reason } = authorizer.authorize(access);
    if (!allowed) throw forbiddenAccess(access, reason);
  };
  const account = parseServiceAccountUser(wanted.user);
  if (account === undefined) require({ resource: 'users', name: wanted.user });
  else require({ resource: 'serviceaccounts', ...account });
  for (const name of wanted.groups ?? []) require({ resource: 'groups', name });
  const group = 'authentication.k8s.io';
  for (const [subresource, values] of Object.entries(wanted.extra ?? {})) {
    for (const name of values) require({ group, version: 'v1', resource: 'userextras', subresource, name });
  }
  if (wanted.uid !== undefined) require({ group, version: 'v1', resource: 'uids', name: wanted.uid });
}

/** Everybody is either authenticated or not. */
function withImpliedGroup(user: string, groups: readonly string[]): readonly string[] {
  if (user === ANONYMOUS) return groups.includes(UNAUTHENTICATED) ? groups : [...groups, UNAUTHENTICATED];
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, AUTHENTICATED];
}
