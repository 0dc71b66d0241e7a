import type { AccessAnswer, AdmissionInput, AskedAccess } from '@gotk/cel';
import type { JsonObject, JsonValue } from '@gotk/json';

/** What the request of all cases of admission is about. */
export const REQUEST_RESOURCE: Partial<AskedAccess> = {
  group: 'example.com',
  resource: 'things',
  namespace: 'ns',
  name: 'thing-1',
};

interface Objects {
  readonly object: JsonObject;
  readonly oldObject?: JsonObject;
  readonly schema?: JsonObject;
}

/** What expressions of admission look at: the objects of a case in a request that is always the same. */
export function admissionInput({ object, oldObject, schema }: Objects): AdmissionInput {
  const kind = { group: 'example.com', version: 'v1', kind: 'Thing' };
  const resource = { group: 'example.com', version: 'v1', resource: 'things' };
  const request: JsonObject = {
    uid: '',
    kind,
    resource,
    requestKind: kind,
    requestResource: resource,
    name: 'thing-1',
    namespace: 'ns',
    operation: oldObject === undefined ? 'CREATE' : 'UPDATE',
    userInfo: {
      username: 'jane',
      uid: 'u-1',
      groups: ['dev', 'system:authenticated'],
      extra: { scope: ['all'] },
    },
    object: null,
    oldObject: null,
    dryRun: false,
    options: null,
  };
  return {
    object,
    oldObject: oldObject ?? null,
    request,
    params: schema ?? null,
    namespaceObject: NAMESPACE,
    ask,
  };
}

const NAMESPACE: JsonValue = {
  metadata: { name: 'ns', labels: { team: 'a' } },
  spec: {},
  status: {},
};

/** What is called "allowed" may be done, asking about "broken" fails, and nothing is known of the rest. */
function ask({ name, verb }: AskedAccess): AccessAnswer {
  if (name === 'allowed') return { allowed: true, reason: `because ${verb}`, error: undefined };
  if (name === 'broken') return { allowed: false, reason: '', error: 'the authorizer is broken' };
  return { allowed: false, reason: name === 'denied' ? 'no' : '', error: undefined };
}
