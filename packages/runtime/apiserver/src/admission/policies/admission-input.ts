import type { AdmissionInput, AskAccess, AskedAccess } from '@gotk/cel';
import type { JsonObject, JsonValue } from '@gotk/json';
import type { Identity } from '@gotk/kube-client';
import { asJson } from '@gotk/objects';
import { type Authorizer, pathAccess, resourceAccess } from '../../auth/authorizer.js';
import { serviceAccountGroups, serviceAccountUser } from '../../auth/service-accounts/service-account-names.js';
import type { ApiCore } from '../../core/api-core.js';
import type { AdmissionReview } from '../admission-chain.js';
import { objectsIn, requestMatch, type TargetMatch } from '../matching/admission-target.js';

/** What the expressions of policies and webhooks see of a request, found by a rule under one of its resource's names. */
export function admissionInput(
  core: ApiCore,
  review: AdmissionReview,
  match: TargetMatch,
): Omit<AdmissionInput, 'params' | 'namespaceObject'> {
  const { served, subresource = '', namespace = '', name } = review;
  return {
    ...objectsIn(review, match.version),
    request: requestFields(review, match),
    ask: askAccess(core.access.authorizer, review.user),
    requestResource: {
      group: served.definition.group,
      resource: served.definition.resource,
      subresource,
      namespace,
      name,
    },
  };
}

/** The request itself, without its objects. */
export function requestFields(review: AdmissionReview, { resource, kind }: TargetMatch): JsonObject {
  const { subresource = '', name, namespace = '', operation, user, dryRun, options } = review;
  const asked = requestMatch(review);
  return {
    kind: { ...kind },
    resource: { ...resource },
    ...(subresource === '' ? {} : { subResource: subresource }),
    requestKind: { ...asked.kind },
    requestResource: { ...asked.resource },
    ...(subresource === '' ? {} : { requestSubResource: subresource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: userFields(user),
    dryRun,
    options: options as JsonObject | null, // Made of JSON.
  };
}

function userFields({ user, uid = '', groups = [], extra = {} }: Identity): JsonObject {
  return {
    ...(user === '' ? {} : { username: user }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(Object.keys(extra).length === 0 ? {} : { extra: extra as JsonObject }),
  };
}

function askAccess(authorizer: Authorizer, user: Identity): AskAccess {
  return ({ serviceAccount, verb, path, ...resource }: AskedAccess) => {
    const asking =
      serviceAccount === undefined
        ? user
        : {
            user: serviceAccountUser(serviceAccount),
            groups: [...serviceAccountGroups(serviceAccount.namespace), 'system:authenticated'],
          };
    const { allowed, reason, problem } = authorizer.authorize(
      path === undefined ? resourceAccess(asking, verb, resource) : pathAccess(asking, verb, path),
    );
    return { allowed, reason, error: allowed ? undefined : problem };
  };
}

const NAMESPACE_META = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
];

/** The namespace of a request as expressions see it; null where there is none. */
export function namespaceObject({ store }: ApiCore, { served, namespace }: AdmissionReview): JsonValue {
  if (namespace === undefined || served.definition.collection === '/namespaces') return null;
  const record = store.get('/namespaces', namespace);
  if (record === undefined) return null;
  const { metadata, spec, status } = asJson(record.object);
  const shown = Object.entries(metadata as JsonObject).filter(([name]) => NAMESPACE_META.includes(name));
  return { metadata: Object.fromEntries(shown), spec: spec ?? {}, status: status ?? {} };
}
