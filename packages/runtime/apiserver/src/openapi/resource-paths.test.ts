import { isJsonObject, type JsonObject } from '@gotk/json';
import { expect, test } from 'vitest';
import { serverForEachTest, type TestApi } from '../testing/server-for-each-test.js';

const api = serverForEachTest();

test('operations of a built-in kind name their bodies, answers and parameters', async () => {
  const { patch, get, parameters } = await pathOf(api, '/openapi/v3/apis/apps/v1', `${DEPLOYMENTS}/{name}`);
  expect(patch).toMatchObject({
    operationId: 'patchAppsV1NamespacedDeployment',
    tags: ['apps_v1'],
    requestBody: {
      required: true,
      content: { 'application/strategic-merge-patch+json': {}, 'application/apply-patch+yaml': {} },
    },
    responses: { '200': {}, '201': {}, '401': { description: 'Unauthorized' } },
  });
  expect(get).toMatchObject({
    operationId: 'readAppsV1NamespacedDeployment',
    responses: {
      '200': {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/io.k8s.api.apps.v1.Deployment' } } },
      },
    },
  });
  expect(namesOf(parameters)).toEqual(['name', 'namespace', 'pretty']);
});

test('parameters that all operations of a path have stand beside them', async () => {
  const { get, parameters } = await pathOf(api, '/openapi/v3/api/v1', '/api/v1/pods');
  expect(namesOf(parameters)).toContain('labelSelector');
  expect(get).not.toHaveProperty('parameters');
});

test('subresources speak their own kinds', async () => {
  const scale = await pathOf(api, '/openapi/v3/apis/apps/v1', `${DEPLOYMENTS}/{name}/scale`);
  expect(scale['put']).toMatchObject({
    operationId: 'replaceAppsV1NamespacedDeploymentScale',
    'x-kubernetes-group-version-kind': { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  });
  const exec = await pathOf(api, '/openapi/v3/api/v1', '/api/v1/namespaces/{namespace}/pods/{name}/exec');
  expect(namesOf(exec['parameters'])).toContain('command');
});

test('custom resources have neither protobuf nor strategic patches', async () => {
  await api.client.create(WIDGETS);
  await expect
    .poll(async () => (await ask(api, '/openapi/v3/apis/my-group.example.com/v1'))['info'])
    .toEqual({ title: 'Kubernetes CRD Swagger', version: 'v0.1.0' });
  const path = '/apis/my-group.example.com/v1/widgets/{name}';
  const { patch, get } = await pathOf(api, '/openapi/v3/apis/my-group.example.com/v1', path);
  expect(patch).toMatchObject({ operationId: 'patchMyGroupExampleComV1Widget' });
  expect(Object.keys(contentOf(patch))).toEqual([
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/apply-patch+yaml',
  ]);
  expect(JSON.stringify(get)).not.toContain('protobuf');
});

test('OpenAPI v2 has the same operations in its own form', async () => {
  const { post } = await pathOf(api, '/openapi/v2', DEPLOYMENTS);
  expect(post).toMatchObject({
    operationId: 'createAppsV1NamespacedDeployment',
    consumes: ['*/*'],
    produces: ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'],
    responses: { '201': { schema: { $ref: '#/definitions/io.k8s.api.apps.v1.Deployment' } } },
  });
});

const DEPLOYMENTS = '/apis/apps/v1/namespaces/{namespace}/deployments';

const WIDGETS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.my-group.example.com' },
  spec: {
    group: 'my-group.example.com',
    scope: 'Cluster',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

async function pathOf(from: TestApi, document: string, path: string): Promise<JsonObject> {
  const { paths } = await ask(from, document);
  const found = isJsonObject(paths) ? paths[path] : undefined;
  return isJsonObject(found) ? found : {};
}

async function ask(from: TestApi, path: string): Promise<JsonObject> {
  const headers = { accept: 'application/json' };
  const { body } = await from.server.transport().request({ method: 'GET', path, headers });
  return isJsonObject(body) ? body : {};
}

function namesOf(parameters: unknown): readonly unknown[] {
  return Array.isArray(parameters) ? parameters.map((each) => (isJsonObject(each) ? each['name'] : each)) : [];
}

function contentOf(operation: unknown): JsonObject {
  const body = isJsonObject(operation) ? operation['requestBody'] : undefined;
  const content = isJsonObject(body) ? body['content'] : undefined;
  return isJsonObject(content) ? content : {};
}
