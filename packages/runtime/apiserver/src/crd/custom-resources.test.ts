import { fluxCrds } from '@gotk/flux-types';
import { createKubeClient, isApiError, type KubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from '../api-server.js';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: { size: { type: 'integer', minimum: 1 }, color: { type: 'string', default: 'red' } },
    },
    status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};
const widgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: schema } },
    ],
  },
};
const widget = (spec: object) => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'a', namespace: 'default' },
  spec,
});

let server: ApiServer;
let client: KubeClient;
beforeEach(async () => {
  server = await createApiServer();
  client = createKubeClient(server.transport());
});
afterEach(() => server.close());

async function established(name: string): Promise<void> {
  await expect
    .poll(async () =>
      JSON.stringify(
        await client.get({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name }),
      ),
    )
    .toContain('InitialNamesAccepted');
}

describe('custom resources', () => {
  beforeEach(async () => {
    await client.create(widgets);
    await established('widgets.example.com');
  });

  test('are pruned and defaulted', async () => {
    const created = await client.create(widget({ size: 1, unknown: true }));
    expect(created.spec).toEqual({ size: 1, color: 'red' });
    expect(created.metadata).toMatchObject({ generation: 1 });
  });

  test('must fit their schema', async () => {
    const refused = await client.create(widget({ size: 0 })).catch((error: unknown) => error);
    expect(isApiError(refused, 'Invalid')).toBe(true);
    expect(String(refused)).toContain(
      'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
    );
  });

  test('have a status that only its subresource writes', async () => {
    await client.create({ ...widget({ size: 1 }), status: { ready: true } });
    const key = { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'default', name: 'a' };
    expect(await client.get(key)).not.toHaveProperty('status');
    const patched = await client.patch(
      key,
      { type: 'merge', body: { status: { ready: true }, spec: { size: 5 } } },
      { subresource: 'status' },
    );
    expect(patched).toMatchObject({ spec: { size: 1 }, status: { ready: true }, metadata: { generation: 1 } });
  });

  test('go with their definition', async () => {
    await client.create(widget({ size: 1 }));
    await client.delete({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'widgets.example.com',
    });
    await expect
      .poll(() =>
        client.find({
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          name: 'widgets.example.com',
        }),
      )
      .toBeUndefined();
  });
});

test('every kind of Flux can be defined', async () => {
  for (const crd of fluxCrds()) {
    await client.create(crd);
    await established(crd.metadata.name ?? '');
  }
});
