import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from '../../api-server.js';

const API = 'admissionregistration.k8s.io/v1';
const CONFIG_MAPS = {
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] }],
};

let server: ApiServer;
let client: KubeClient;

beforeEach(async () => {
  server = await createApiServer({ controllers: false });
  client = createKubeClient(server.transport());
});
afterEach(() => server.close());

async function validate(policy: object, binding: object = {}): Promise<void> {
  await client.create({
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'p' },
    spec: { matchConstraints: CONFIG_MAPS, ...policy },
  } as never);
  await client.create({
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'b' },
    spec: { policyName: 'p', validationActions: ['Deny'], ...binding },
  } as never);
}

async function mutate(policy: object): Promise<void> {
  const matchConstraints = {
    resourceRules: [{ ...CONFIG_MAPS.resourceRules[0], operations: ['CREATE', 'UPDATE'] }],
  };
  await client.create({
    apiVersion: API,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'p' },
    spec: { matchConstraints, reinvocationPolicy: 'Never', ...policy },
  } as never);
  await client.create({
    apiVersion: API,
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: 'b' },
    spec: { policyName: 'p' },
  } as never);
}

const configMap = (name: string, data: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
});

async function outcome(write: Promise<unknown>): Promise<string> {
  return write.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message.replace(/^.*denied request: /s, '') : String(error)),
  );
}

const PARAMS = { apiVersion: 'v1', kind: 'ConfigMap' };

describe('validating policies', () => {
  const rows: readonly { readonly name: string; readonly policy: object; readonly gives: string }[] = [
    { name: 'a rule that holds', policy: { validations: [{ expression: 'true' }] }, gives: 'done' },
    {
      name: 'a rule that does not hold',
      policy: { validations: [{ expression: 'object.data.size() > 3' }] },
      gives: 'failed expression: object.data.size() > 3',
    },
    {
      name: 'variables that build on each other',
      policy: {
        variables: [
          { name: 'count', expression: 'object.data.size()' },
          { name: 'twice', expression: 'variables.count * 2' },
        ],
        validations: [{ expression: 'variables.twice > 8', messageExpression: "'only ' + string(variables.twice)" }],
      },
      gives: 'only 4',
    },
    {
      name: 'a rule that cannot be evaluated',
      policy: { validations: [{ expression: 'object.nothing == 1' }] },
      gives: "expression 'object.nothing == 1' resulted in error: no such key: nothing",
    },
    {
      name: 'a rule that cannot be evaluated, but need not',
      policy: { failurePolicy: 'Ignore', validations: [{ expression: 'object.nothing == 1' }] },
      gives: 'done',
    },
    {
      name: 'a condition that does not hold',
      policy: { matchConditions: [{ name: 'c', expression: 'false' }], validations: [{ expression: 'false' }] },
      gives: 'done',
    },
    {
      name: 'what the user may do',
      policy: {
        validations: [{ expression: "authorizer.group('').resource('pods').check('delete').allowed()" }],
      },
      gives: 'done',
    },
    {
      name: 'the namespace',
      policy: { validations: [{ expression: "namespaceObject.metadata.name == 'other'", message: 'not here' }] },
      gives: 'not here',
    },
    {
      name: 'a budget that runs out',
      policy: {
        validations: [{ expression: 'lists.range(2000).all(x, lists.range(2000).all(y, x + y >= 0))' }],
      },
      gives:
        "expression 'lists.range(2000).all(x, lists.range(2000).all(y, x + y >= 0))' resulted in error: operation cancelled: actual cost limit exceeded",
    },
    {
      name: 'a rule for other names',
      policy: {
        matchConstraints: { resourceRules: [{ ...CONFIG_MAPS.resourceRules[0], resourceNames: ['z'] }] },
        validations: [{ expression: 'false' }],
      },
      gives: 'done',
    },
  ];
  test.each(rows)('look at $name', async ({ policy, gives }) => {
    await validate(policy);
    expect(await outcome(client.create(configMap('a', { k: 'v', l: 'w' })))).toBe(gives);
  });

  const params: readonly { readonly name: string; readonly ref: object; readonly gives: string }[] = [
    { name: 'by name', ref: { name: 'limit', parameterNotFoundAction: 'Deny' }, gives: 'at most 1' },
    { name: 'by label', ref: { selector: {}, parameterNotFoundAction: 'Deny' }, gives: 'at most 1' },
    {
      name: 'that are not there',
      ref: { name: 'none', parameterNotFoundAction: 'Deny' },
      gives: 'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction',
    },
    { name: 'that need not be there', ref: { name: 'none', parameterNotFoundAction: 'Allow' }, gives: 'done' },
  ];
  test.each(params)('take params $name', async ({ ref, gives }) => {
    await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'settings' } });
    await client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'limit', namespace: 'settings' },
      data: { max: '1' },
    } as never);
    await validate(
      {
        paramKind: PARAMS,
        validations: [
          {
            expression: 'object.data.size() <= int(params.data.max)',
            messageExpression: "'at most ' + params.data.max",
          },
        ],
      },
      { paramRef: { namespace: 'settings', ...ref } },
    );
    expect(await outcome(client.create(configMap('a', { k: 'v', l: 'w' })))).toBe(gives);
  });
});

describe('mutating policies', () => {
  const apply = (expression: string) => ({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } });
  const patch = (expression: string) => ({ patchType: 'JSONPatch', jsonPatch: { expression } });

  test('merge what they write into the object', async () => {
    await mutate({ mutations: [apply("Object{metadata: Object.metadata{labels: {'a': object.data.k}}}")] });
    expect((await client.create(configMap('a', { k: 'v' }))).metadata.labels).toEqual({ a: 'v' });
  });

  test('patch, each seeing what the one before it did', async () => {
    await mutate({
      mutations: [
        patch("[JSONPatch{op: 'add', path: '/metadata/annotations', value: {'q': 'r'}}]"),
        patch("[JSONPatch{op: 'add', path: '/metadata/annotations/' + jsonpatch.escapeKey('x/y'), value: 'z'}]"),
        patch("[JSONPatch{op: 'add', path: '/data/count', value: string(object.metadata.annotations.size())}]"),
      ],
    });
    expect(await client.create(configMap('a', { k: 'v' }))).toMatchObject({
      metadata: { annotations: { q: 'r', 'x/y': 'z' } },
      data: { k: 'v', count: '2' },
    });
  });

  test('look again when they want to, at what they changed themselves too', async () => {
    await mutate({
      reinvocationPolicy: 'IfNeeded',
      mutations: [patch("[JSONPatch{op: 'replace', path: '/data/k', value: object.data.k + 'x'}]")],
    });
    expect(await client.create(configMap('a', { k: 'v' }))).toMatchObject({ data: { k: 'vxx' } });
  });

  test('leave alone what a test in a patch refuses', async () => {
    await mutate({
      mutations: [
        patch("[JSONPatch{op: 'test', path: '/data/k', value: 'other'}, JSONPatch{op: 'remove', path: '/data/k'}]"),
      ],
    });
    expect(await client.create(configMap('a', { k: 'v' }))).toMatchObject({ data: { k: 'v' } });
  });

  const refusals: readonly { readonly name: string; readonly mutation: object; readonly gives: string }[] = [
    {
      name: 'a type in the wrong place',
      mutation: apply('Object{metadata: Object.wrong{name: "x"}}'),
      gives:
        'type mismatch: unexpected type name "Object.wrong", expected "Object.metadata", which matches field name path from root Object type',
    },
    {
      name: 'a patch of nothing',
      mutation: patch("[JSONPatch{op: 'remove', path: '/nothing'}]"),
      gives:
        "JSON Patch: error in remove for path: '/nothing': Unable to remove nonexistent key: nothing: missing value",
    },
    {
      name: 'another namespace',
      mutation: apply("Object{metadata: Object.metadata{namespace: 'other'}}"),
      gives: 'the namespace of the provided object does not match the namespace sent on the request',
    },
    {
      name: 'another kind',
      mutation: patch("[JSONPatch{op: 'replace', path: '/kind', value: 'Secret'}]"),
      gives:
        'Internal error occurred: failed to convert object: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    },
    {
      name: 'a field that the kind does not have',
      mutation: patch("[JSONPatch{op: 'add', path: '/nope', value: 1}]"),
      gives: 'Internal error occurred: strict decoding error: unknown field "nope"',
    },
  ];
  test.each(refusals)('fail with $name', async ({ mutation, gives }) => {
    await mutate({ mutations: [mutation] });
    expect(await outcome(client.create(configMap('a', { k: 'v' })))).toBe(gives);
  });
});
