import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import {
  ApplyConflictError,
  applyWithManagedFields,
  dropFields,
  type FieldManagerOptions,
  mergeSchemaOf,
  untypedDeduced,
  updateManagedFields,
} from '../index.js';

const deployment = mergeSchemaOf({
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        namespace: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        annotations: { type: 'object', additionalProperties: { type: 'string' } },
        finalizers: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      },
    },
    spec: {
      type: 'object',
      properties: {
        replicas: { type: 'integer' },
        selector: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: { type: 'string' } },
        args: { type: 'array', 'x-kubernetes-list-type': 'atomic', items: { type: 'string' } },
        containers: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            properties: { name: { type: 'string' }, image: { type: 'string' }, tty: { type: 'boolean' } },
          },
        },
      },
    },
    status: { type: 'object', properties: { ready: { type: 'integer' } } },
  },
});

const options: FieldManagerOptions = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  schemaFor: (apiVersion) => (apiVersion === 'apps/v1' ? deployment : undefined),
  keepSettable: dropFields(['status']),
  now: '2026-01-01T00:00:00Z',
};

type Fields = Readonly<Record<string, unknown>>;

function object(fields: Fields, metadata: Fields = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', ...metadata },
    ...fields,
  };
}

/** A script of user actions on one object. */
class Script {
  live: KubeObject | undefined;
  readonly options: FieldManagerOptions;

  constructor(schema = options) {
    this.options = schema;
  }

  apply(manager: string, patch: KubeObject, force = false): this {
    this.live = this.stored(applyWithManagedFields({ live: this.live, patch, manager, force }, this.options).object);
    return this;
  }

  update(manager: string, next: KubeObject): this {
    this.live = this.stored(updateManagedFields({ live: this.live, next, manager }, this.options));
    return this;
  }

  private stored(next: KubeObject): KubeObject {
    return { ...next, metadata: { ...next.metadata, uid: 'u' } };
  }

  owners(): Record<string, unknown> {
    const entries = this.live?.metadata.managedFields ?? [];
    return Object.fromEntries(entries.map((entry) => [`${entry.manager} ${entry.operation}`, entry.fieldsV1]));
  }
}

describe('server-side apply', () => {
  it('gives the applier the fields it sets, without identity fields', () => {
    const script = new Script().apply(
      'a',
      object({ spec: { replicas: 1, containers: [{ name: 'x', image: 'i' }] } }, { labels: { app: 'web' } }),
    );
    expect(script.owners()).toEqual({
      'a Apply': {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': { 'f:replicas': {}, 'f:containers': { 'k:{"name":"x"}': { '.': {}, 'f:name': {}, 'f:image': {} } } },
      },
    });
  });

  it('removes a field that its only owner no longer sets', () => {
    const script = new Script()
      .apply('a', object({ spec: { replicas: 1, args: ['x'] } }))
      .apply('a', object({ spec: { replicas: 1 } }));
    expect(script.live?.['spec']).toEqual({ replicas: 1 });
  });

  it('keeps a field that somebody else owns too', () => {
    const script = new Script()
      .apply('a', object({ spec: { replicas: 1 } }))
      .apply('b', object({ spec: { replicas: 1 } }))
      .apply('a', object({ spec: {} }));
    expect(script.live?.['spec']).toEqual({ replicas: 1 });
    // b's apply changed nothing, so that its entry has no time and comes first.
    expect(Object.keys(script.owners())).toEqual(['b Apply', 'a Apply']);
  });

  it('removes an element of a keyed list that the applier no longer lists, and leaves those of others', () => {
    const script = new Script()
      .apply(
        'a',
        object({
          spec: {
            containers: [
              { name: 'x', image: 'i' },
              { name: 'y', image: 'j' },
            ],
          },
        }),
      )
      .apply('b', object({ spec: { containers: [{ name: 'z', image: 'k' }] } }))
      .apply('a', object({ spec: { containers: [{ name: 'x', image: 'i2' }] } }));
    expect(script.live?.['spec']).toEqual({
      containers: [
        { name: 'x', image: 'i2' },
        { name: 'z', image: 'k' },
      ],
    });
  });

  it('leaves a field that another manager added below an element that the applier drops', () => {
    const script = new Script()
      .apply('a', object({ spec: { containers: [{ name: 'x', image: 'i' }] } }))
      .apply('b', object({ spec: { containers: [{ name: 'x', tty: true }] } }))
      .apply('a', object({ spec: { containers: [] } }));
    expect(script.live?.['spec']).toEqual({ containers: [{ name: 'x', tty: true }] });
  });

  it('refuses to change a field of another manager, and names it', () => {
    const script = new Script().apply('a', object({ spec: { replicas: 1 } }));
    const conflict = (): unknown => script.apply('b', object({ spec: { replicas: 2 } }));
    expect(conflict).toThrow(ApplyConflictError);
    expect(conflict).toThrow('Apply failed with 1 conflict: conflict with "a": .spec.replicas');
  });

  it('names every conflict, manager by manager', () => {
    const script = new Script()
      .apply('a', object({ spec: { replicas: 1, containers: [{ name: 'x', image: 'i' }] } }))
      .update('c', object({ spec: { replicas: 1, containers: [{ name: 'x', image: 'i' }], args: ['y'] } }));
    const patch = object({ spec: { replicas: 2, args: ['z'], containers: [{ name: 'x', image: 'n' }] } });
    expect(() => script.apply('b', patch)).toThrow(
      [
        'Apply failed with 3 conflicts: conflicts with "a":',
        '- .spec.replicas',
        '- .spec.containers[name="x"].image',
        'conflicts with "c" using apps/v1:',
        '- .spec.args',
      ].join('\n'),
    );
  });

  it('takes fields over when forced', () => {
    const script = new Script()
      .apply('a', object({ spec: { replicas: 1 } }))
      .apply('b', object({ spec: { replicas: 2 } }), true);
    expect(script.owners()).toEqual({ 'b Apply': { 'f:spec': { 'f:replicas': {} } } });
  });

  it('replaces atomic maps and lists as a whole', () => {
    const script = new Script()
      .apply('a', object({ spec: { selector: { a: '1' }, args: ['x', 'y'] } }))
      .apply('a', object({ spec: { selector: { b: '2' }, args: ['z'] } }));
    expect(script.live?.['spec']).toEqual({ selector: { b: '2' }, args: ['z'] });
    expect(script.owners()).toEqual({ 'a Apply': { 'f:spec': { 'f:selector': {}, 'f:args': {} } } });
  });

  it('gives existing fields without owner to before-first-apply', () => {
    const script = new Script();
    script.live = object({ spec: { replicas: 1, args: ['x'] } }, { uid: 'u' });
    script.apply('a', object({ spec: { replicas: 1 } }));
    expect(script.owners()).toEqual({
      'a Apply': { 'f:spec': { 'f:replicas': {} } },
      'before-first-apply Update': { 'f:spec': { '.': {}, 'f:args': {}, 'f:replicas': {} } },
    });
  });

  it('says so when nothing changed', () => {
    const patch = object({ spec: { replicas: 1 } });
    const live = new Script().apply('a', patch).live;
    expect(applyWithManagedFields({ live, patch, manager: 'a', force: false }, options).changed).toBe(false);
  });

  it('refuses what the schema does not know', () => {
    expect(() => new Script().apply('a', object({ spec: { replica: 1 } }))).toThrow(
      'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema',
    );
  });

  it('merges kinds without a schema field by field', () => {
    const script = new Script({ ...options, schemaFor: () => untypedDeduced })
      .apply('a', object({ spec: { x: { a: 1 }, list: [1] } }))
      .apply('b', object({ spec: { x: { b: 2 } } }))
      .apply('a', object({ spec: { x: { a: 1 } } }));
    expect(script.live?.['spec']).toEqual({ x: { a: 1, b: 2 } });
  });
});

describe('updates', () => {
  it('give the writer what it added or changed and take it from others', () => {
    const script = new Script()
      .apply('a', object({ spec: { replicas: 1, args: ['x'] } }))
      .update('b', object({ spec: { replicas: 2, args: ['x'] } }));
    expect(script.owners()).toEqual({
      'a Apply': { 'f:spec': { 'f:args': {} } },
      'b Update': { 'f:spec': { 'f:replicas': {} } },
    });
  });

  it('take removed fields from everybody', () => {
    const script = new Script()
      .apply('a', object({ spec: { replicas: 1, args: ['x'] } }))
      .update('b', object({ spec: { replicas: 1 } }));
    expect(script.owners()).toEqual({ 'a Apply': { 'f:spec': { 'f:replicas': {} } } });
  });

  it('do not own fields that they cannot set', () => {
    const script = new Script().update('b', object({ spec: { replicas: 1 }, status: { ready: 1 } }));
    expect(script.owners()).toEqual({ 'b Update': { 'f:spec': { '.': {}, 'f:replicas': {} } } });
  });

  it('own elements of a set one by one', () => {
    const script = new Script()
      .update('b', object({}, { finalizers: ['x'] }))
      .update('c', object({}, { finalizers: ['x', 'y'] }));
    expect(script.owners()).toEqual({
      'b Update': { 'f:metadata': { 'f:finalizers': { '.': {}, 'v:"x"': {} } } },
      'c Update': { 'f:metadata': { 'f:finalizers': { 'v:"y"': {} } } },
    });
  });

  it('gather the oldest updaters beyond ten', () => {
    const script = new Script();
    const labels: Record<string, string> = {};
    for (let index = 0; index < 13; index++) {
      labels[`l${index}`] = 'x';
      script.update(`m${String(index).padStart(2, '0')}`, object({}, { labels: { ...labels } }));
    }
    expect(Object.keys(script.owners())).toHaveLength(10);
    expect(script.owners()).toHaveProperty(['ancient-changes Update']);
  });
});
