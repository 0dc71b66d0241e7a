import type { Identity } from '@gotk/kube-client';

/** What somebody wants to do. */
export interface AccessAttributes {
  readonly user: Identity;
  readonly verb: string;
  /** Paths outside the API groups are no resources. */
  readonly isResource: boolean;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

export interface AccessDecision {
  readonly allowed: boolean;
  /** Why, in the words of the API; may be empty. */
  readonly reason: string;
  /** What went wrong on the way, such as a role that does not exist. */
  readonly problem?: string;
}

/** Decides who may do what. */
export interface Authorizer {
  authorize(attributes: AccessAttributes): AccessDecision;
}

/** Attributes of a request for a resource; what is not given is empty. */
export function resourceAccess(
  user: Identity,
  verb: string,
  fields: Partial<Omit<AccessAttributes, 'user' | 'verb' | 'isResource' | 'path'>>,
): AccessAttributes {
  return {
    user,
    verb,
    isResource: true,
    group: '',
    version: '*',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    path: '',
    ...fields,
  };
}

/** Attributes of a request for a path that is no resource. */
export function pathAccess(user: Identity, verb: string, path: string): AccessAttributes {
  return { ...resourceAccess(user, verb, { version: '' }), isResource: false, path };
}

/** Members may do everything. */
export const SUPERUSERS = 'system:masters';

/** Whether a user is above all rules. */
export function isSuperuser({ groups = [] }: Identity): boolean {
  return groups.includes(SUPERUSERS);
}
