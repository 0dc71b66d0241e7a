import type { FieldContext } from './kustomization-fields.js';
import { type FuzzObject, type FuzzValue, writeYaml } from './yaml-text.js';

const CONFIG_MAP = { kind: 'ConfigMap', version: 'v1' } as const;

/** Files of `configurations`, which may contradict one another and the defaults. */
export function makeConfigurations({ random, addFile }: FieldContext): FuzzObject {
  const files = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => {
    const config = random.pick<FuzzObject>([
      { nameReference: [{ ...CONFIG_MAP, fieldSpecs: [{ path: 'spec/configRef/name', kind: 'Widget' }] }] },
      { nameReference: [{ kind: 'Widget', fieldSpecs: [{ path: 'data/host', kind: 'ConfigMap' }] }] },
      { nameReference: [{ kind: 'Service', fieldSpecs: [{ path: 'spec/parts/value', kind: 'Widget' }] }] },
      { namePrefix: [{ path: 'metadata/name', kind: 'Service' }] },
      { nameSuffix: [{ path: 'spec/size', kind: 'Widget' }] },
      { commonLabels: [{ path: 'spec/widgetLabels', kind: 'Widget', create: true }] },
      { commonLabels: [{ path: 'spec/selector', kind: 'Service', version: 'v1', create: false }] },
      { labels: [{ path: 'spec/labels', kind: 'Widget', create: true }] },
      { templateLabels: [{ path: 'spec/template/labels', kind: 'Widget', create: true }] },
      { images: [{ path: 'spec/image', kind: 'Widget' }] },
      { images: [{ path: 'spec/containers[]/image', kind: 'Widget' }] },
      { replicas: [{ path: 'spec/size', kind: 'Widget', create: true }] },
      {
        varReference: [
          { path: 'spec/size', kind: 'Widget' },
          { path: 'data', kind: 'ConfigMap' },
        ],
      },
      { namespace: [{ path: 'spec/ns', kind: 'Widget', create: true }] },
      { commonAnnotations: [{ path: 'metadata/annotations', kind: 'Widget', create: false }] },
      { wrong: [] },
      { namePrefix: 'text' },
    ]);
    return addFile(writeYaml(config, random));
  });
  return { configurations: files };
}

const FIELDS = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } };

/** A file of `crds`, which says where names and labels are. */
export function makeCrds({ random, addFile }: FieldContext): FuzzObject {
  const reference: FuzzValue = {
    'x-kubernetes-object-ref-api-version': 'v1',
    'x-kubernetes-object-ref-kind': random.pick(['ConfigMap', 'Secret', 'Service']),
    ...(random.chance(0.3) && { 'x-kubernetes-object-ref-name-key': 'ref' }),
    $ref: 'v1alpha1.ConfigRef',
  };
  const text = JSON.stringify({
    'example.com/v1alpha1.Widget': {
      Schema: { properties: { ...FIELDS, spec: { $ref: 'v1alpha1.WidgetSpec' } } },
      Dependencies: [],
    },
    'v1alpha1.WidgetSpec': {
      Schema: {
        properties: {
          configRef: reference,
          nested: random.chance(0.3) ? { 'x-kubernetes-label-selector': '' } : {},
          size: random.chance(0.3) ? { 'x-kubernetes-identity': '' } : { type: 'string' },
          extra: random.chance(0.2) ? { 'x-kubernetes-annotation': '' } : {},
        },
      },
    },
    'v1alpha1.ConfigRef': { Schema: { properties: { name: { type: 'string' }, ref: { type: 'string' } } } },
  });
  return { crds: [random.chance(0.03) ? 'absent.json' : addFile(text)] };
}

/** The `openapi` field: a schema by which lists of Widgets are merged, or a version of the built-in one. */
export function makeOpenApi({ random, addFile }: FieldContext): FuzzObject {
  if (random.chance(0.15)) return { openapi: { version: random.pick(['v1.21.2', 'v1.20.4', 'v9.9.9']) } };
  const part = { type: 'object', properties: { name: { type: 'string' }, value: { type: 'string' } } };
  const text = JSON.stringify({
    definitions: {
      'com.example.v1alpha1.Widget': {
        properties: {
          ...FIELDS,
          spec: {
            properties: {
              parts: {
                type: 'array',
                items: part,
                'x-kubernetes-patch-merge-key': 'name',
                'x-kubernetes-patch-strategy': random.pick(['merge', 'merge,retainKeys', 'replace']),
              },
            },
          },
        },
        'x-kubernetes-group-version-kind': [{ group: 'example.com', kind: 'Widget', version: 'v1alpha1' }],
      },
    },
  });
  return { openapi: { path: addFile(text) } };
}
