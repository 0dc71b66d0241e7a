import type { JsonObject } from '@gotk/json';
import { describe, expect, it } from 'vitest';
import {
  builtinApiVersions,
  builtinDefinition,
  builtinResources,
  builtinSchema,
  definitionOfKind,
  openApiDocumentPath,
  openApiDocumentPaths,
  openApiDocumentSchemas,
  propertySchema,
  resolveSchema,
  toSwaggerDefinition,
} from './index.js';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' };

describe('builtinSchema', () => {
  it('resolves references as it is walked', () => {
    const podSpec = builtinSchema(deployment)?.properties?.['spec']?.properties?.['template']?.properties?.['spec'];
    const containers = podSpec?.properties?.['containers'];
    expect(containers?.['x-kubernetes-patch-merge-key']).toBe('name');
    expect(containers?.['x-kubernetes-list-map-keys']).toEqual(['name']);
    expect(containers?.items?.definition).toBe('io.k8s.api.core.v1.Container');
    expect(containers?.items?.properties?.['ports']?.items?.properties?.['protocol']?.default).toBe('TCP');
  });

  it('keeps what stands beside a reference', () => {
    const spec = builtinSchema(deployment)?.properties?.['spec'];
    const strategy = spec?.properties?.['strategy'];
    expect(strategy?.['x-kubernetes-patch-strategy']).toBe('retainKeys');
    expect(strategy?.definition).toBe('io.k8s.api.apps.v1.DeploymentStrategy');
    expect(builtinSchema(deployment)?.properties?.['metadata']?.default).toEqual({});
  });

  it('follows recursive types for ever', () => {
    const crd = builtinSchema({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' });
    const version = crd?.properties?.['spec']?.properties?.['versions']?.items;
    let schema = version?.properties?.['schema']?.properties?.['openAPIV3Schema'];
    for (let depth = 0; depth < 20; depth++) schema = schema?.properties?.['not'];
    expect(schema?.definition).toBe('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps');
  });

  it('is the same object every time', () => {
    expect(builtinSchema(deployment)).toBe(builtinSchema({ ...deployment }));
    expect(builtinSchema(deployment)?.properties).toBe(builtinSchema(deployment)?.properties);
  });

  it.each([
    [{ apiVersion: 'v1', kind: 'ConfigMapList' }, 'io.k8s.api.core.v1.ConfigMapList'],
    [{ apiVersion: 'apps/v1', kind: 'DeleteOptions' }, 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'],
    [{ apiVersion: 'v1', kind: 'Status' }, 'io.k8s.apimachinery.pkg.apis.meta.v1.Status'],
    [{ apiVersion: 'apps/v1', kind: 'DeploymentSpec' }, undefined],
    [{ apiVersion: 'apps/v1', kind: 'constructor' }, undefined],
    [{ apiVersion: 'example.com/v1', kind: 'Foo' }, undefined],
  ])('%j is %s', (kind, name) => {
    expect(definitionOfKind(kind)?.name).toBe(name);
    expect(builtinSchema(kind)?.definition).toBe(name);
  });
});

describe('resolveSchema', () => {
  it('takes a schema without references as it is', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: { list: { type: 'array', items: { type: 'string' } } },
      additionalProperties: { type: 'integer' },
    };
    const resolved = resolveSchema(schema);
    expect(JSON.parse(JSON.stringify(resolved))).toEqual(schema);
    expect(propertySchema(resolved, 'list')?.type).toBe('array');
    expect(propertySchema(resolved, 'other')?.type).toBe('integer');
    expect(propertySchema(resolved, 'toString')?.type).toBe('integer');
  });

  it('ends at references that go round', () => {
    expect(resolveSchema({ $ref: '#/a' }, () => ({ $ref: '#/a' })).type).toBeUndefined();
  });
});

describe('builtinResources', () => {
  it('are those of discovery', () => {
    const pods = builtinResources().find(({ plural }) => plural === 'pods');
    expect(pods).toMatchObject({
      group: '',
      version: 'v1',
      kind: 'Pod',
      singular: 'pod',
      namespaced: true,
      shortNames: ['po'],
      categories: ['all'],
    });
    const deployments = builtinResources().find(({ plural }) => plural === 'deployments');
    expect(deployments?.subresources.map(({ name, group, kind }) => [name, group, kind])).toEqual([
      ['scale', 'autoscaling', 'Scale'],
      ['status', 'apps', 'Deployment'],
    ]);
  });

  it('prefer the newest autoscaling', () => {
    const versions = builtinResources().filter(({ group }) => group === 'autoscaling');
    expect(versions.map(({ version }) => version)).toEqual(['v2', 'v1']);
  });

  it('all have a schema', () => {
    const without = builtinResources().filter(
      ({ group, version, kind }) =>
        builtinSchema({ apiVersion: group === '' ? version : `${group}/${version}`, kind }) === undefined,
    );
    expect(without).toEqual([]);
  });
});

describe('documents', () => {
  it('hold all that they refer to', () => {
    for (const path of openApiDocumentPaths()) {
      const schemas = openApiDocumentSchemas(path) ?? {};
      const references = JSON.stringify(schemas).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
      for (const [, name = ''] of references) expect(schemas).toHaveProperty([name]);
    }
  });

  it('name the shared options as kinds of their group', () => {
    const options = openApiDocumentSchemas(openApiDocumentPath('apps/v1'))?.[
      'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'
    ];
    expect(options?.['x-kubernetes-group-version-kind']).toEqual([
      { group: '', kind: 'DeleteOptions', version: 'v1' },
      { group: 'apps', kind: 'DeleteOptions', version: 'v1' },
    ]);
  });

  it('exist for every apiVersion', () => {
    expect(
      builtinApiVersions().filter((apiVersion) => !openApiDocumentPaths().includes(openApiDocumentPath(apiVersion))),
    ).toEqual([]);
    expect(openApiDocumentSchemas('apis/example.com/v1')).toBeUndefined();
  });
});

it('toSwaggerDefinition writes version 2', () => {
  const schema = builtinDefinition('io.k8s.api.apps.v1.DeploymentSpec') ?? {};
  const { properties } = toSwaggerDefinition(schema);
  expect(properties).toMatchObject({
    strategy: {
      $ref: '#/definitions/io.k8s.api.apps.v1.DeploymentStrategy',
      'x-kubernetes-patch-strategy': 'retainKeys',
    },
  });
  expect(toSwaggerDefinition(builtinDefinition('io.k8s.apimachinery.pkg.util.intstr.IntOrString') ?? {})).toEqual({
    format: 'int-or-string',
    type: 'string',
  });
});
