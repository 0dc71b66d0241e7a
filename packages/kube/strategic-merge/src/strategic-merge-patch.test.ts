import type { JsonObject } from '@gotk/json';
import { builtinSchema, type KubeSchema } from '@gotk/kube-openapi';
import { hasErrorCode } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyStrategicMergePatch,
  combineStrategicMergePatches,
  createThreeWayStrategicMergePatch,
  createTwoWayStrategicMergePatch,
  requireUnchanged,
} from './index.js';

const pod = schemaOf('Pod');
const service = schemaOf('Service');

function schemaOf(kind: string): KubeSchema {
  const schema = builtinSchema({ apiVersion: 'v1', kind });
  if (schema === undefined) throw new Error(`no built-in kind ${kind}`);
  return schema;
}

/** A pod's spec as a pod. */
function spec(fields: JsonObject): JsonObject {
  return { spec: fields };
}

const ORIGINAL = spec({
  containers: [
    { name: 'a', image: 'x', env: [{ name: 'E', value: '1' }], args: ['p'] },
    { name: 'b', image: 'y' },
  ],
  volumes: [{ name: 'v', emptyDir: {} }],
  nodeSelector: { n: '1' },
});

describe('applyStrategicMergePatch', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'merges list elements by their key',
      { containers: [{ name: 'a', image: 'z', env: [{ name: 'F' }] }] },
      {
        containers: [
          { name: 'a', image: 'z', env: [{ name: 'F' }, { name: 'E', value: '1' }], args: ['p'] },
          { name: 'b', image: 'y' },
        ],
      },
    ],
    [
      'puts new elements before those only the server has',
      { containers: [{ name: 'c' }] },
      {
        containers: [
          { name: 'c' },
          { name: 'a', image: 'x', env: [{ name: 'E', value: '1' }], args: ['p'] },
          { name: 'b', image: 'y' },
        ],
      },
    ],
    [
      'replaces lists that do not merge',
      {
        containers: [
          { name: 'b', args: ['q'] },
          { name: 'a', $patch: 'delete' },
        ],
      },
      { containers: [{ name: 'b', image: 'y', args: ['q'] }] },
    ],
    [
      'deletes an element',
      { containers: [{ name: 'a', $patch: 'delete' }] },
      { containers: [{ name: 'b', image: 'y' }] },
    ],
    ['replaces a list', { containers: [{ $patch: 'replace' }, { name: 'q' }] }, { containers: [{ name: 'q' }] }],
    ['replaces an object', { nodeSelector: { $patch: 'replace', m: '2' } }, { nodeSelector: { m: '2' } }],
    ['empties an object', { nodeSelector: { $patch: 'delete' } }, { nodeSelector: {} }],
    ['removes a field', { nodeSelector: null }, { nodeSelector: undefined }],
    [
      'keeps only the retained fields',
      { volumes: [{ name: 'v', configMap: { name: 'c' }, $retainKeys: ['name', 'configMap'] }] },
      { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
    ],
    [
      'sets the order of a list',
      { $setElementOrder: undefined, '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
      {
        containers: [
          { name: 'b', image: 'y' },
          { name: 'a', image: 'x', env: [{ name: 'E', value: '1' }], args: ['p'] },
        ],
      },
    ],
  ])('%s', (_title, patch, expected) => {
    const before = structuredClone(ORIGINAL);
    const result = applyStrategicMergePatch(ORIGINAL, spec(patch), pod);
    expect(result).toEqual(spec({ ...(before['spec'] as JsonObject), ...expected }));
    expect(ORIGINAL).toEqual(before);
  });

  it('takes values out of a list of scalars', () => {
    const original = { metadata: { finalizers: ['a', 'b'] } };
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] } };
    expect(applyStrategicMergePatch(original, patch, service)).toEqual({ metadata: { finalizers: ['c', 'b'] } });
  });

  it.each<[JsonObject, string]>([
    [{ containers: [{ image: 'z' }] }, 'map: map[image:z] does not contain declared merge key: name'],
    [{ $patch: 'merge' }, 'unknown patch type: merge in map: map[$patch:merge]'],
    [{ $patch: null }, 'unknown patch type: %!s(<nil>) in map: map[$patch:<nil>]'],
    [
      { containers: ['a'] },
      'list element types are not identical: [[map[args:[p] env:[map[name:E value:1]] image:x name:a] map[image:y name:b]] [a]]',
    ],
    [
      { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'a' }] },
      "The order in patch list:\n[map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n",
    ],
    [{ '$setElementOrder/containers': 'x' }, 'expected a []interface {}, but received a string'],
    [{ nodeSelector: { $retainKeys: ['x'], y: '1' } }, 'invalid patch format of retainKeys'],
    [{ '$deleteFromPrimitiveList-containers': ['x'] }, 'invalid patch format of primitive list'],
  ])('refuses %j', (patch, message) => {
    expect(() => applyStrategicMergePatch(ORIGINAL, spec(patch), pod)).toThrow(message);
  });

  it('names the struct that lacks a field', () => {
    const original = spec({ unknown: { a: 1 } });
    expect(() => applyStrategicMergePatch(original, original, pod)).toThrow(
      'unable to find api field in struct PodSpec for the json field "unknown"',
    );
  });

  it('treats __proto__ as any other key', () => {
    const patch = JSON.parse('{"metadata":{"labels":{"__proto__":"x"}}}') as JsonObject;
    const result = applyStrategicMergePatch({ metadata: { labels: { a: '1' } } }, patch, pod);
    expect(JSON.stringify(result)).toBe('{"metadata":{"labels":{"a":"1","__proto__":"x"}}}');
  });
});

describe('createTwoWayStrategicMergePatch', () => {
  it('shows changed elements with their key, and the order', () => {
    const modified = spec({
      containers: [
        { name: 'b', image: 'y' },
        { name: 'a', image: 'z' },
      ],
    });
    expect(createTwoWayStrategicMergePatch(ORIGINAL, modified, pod)).toEqual(
      spec({
        '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
        containers: [{ name: 'a', image: 'z', env: null, args: null }],
        volumes: null,
        nodeSelector: null,
      }),
    );
  });

  it('lists the fields to keep where only one may be set', () => {
    const modified = spec({ ...(ORIGINAL['spec'] as JsonObject), volumes: [{ name: 'v', configMap: { name: 'c' } }] });
    expect(createTwoWayStrategicMergePatch(ORIGINAL, modified, pod)).toEqual(
      spec({
        '$setElementOrder/volumes': [{ name: 'v' }],
        volumes: [{ name: 'v', configMap: { name: 'c' }, emptyDir: null, $retainKeys: ['configMap', 'name'] }],
      }),
    );
  });

  it('refuses to change what must not change', () => {
    const preconditions = [requireUnchanged('metadata', 'name')];
    const make = (name: string): JsonObject =>
      createTwoWayStrategicMergePatch({ metadata: { name: 'a' } }, { metadata: { name } }, pod, { preconditions });
    expect(make('a')).toEqual({});
    expect(() => make('b')).toThrow('precondition failed for: map[metadata:map[name:b]]');
  });
});

describe('createThreeWayStrategicMergePatch', () => {
  const states = {
    original: { metadata: { labels: { a: '1', gone: 'x' } } },
    modified: { metadata: { labels: { a: '2' } } },
    current: { metadata: { labels: { a: '9', gone: 'x', other: 'y' } } },
  };

  it('keeps what others added', () => {
    expect(createThreeWayStrategicMergePatch(states, pod)).toEqual({ metadata: { labels: { a: '2', gone: null } } });
  });

  it('refuses to overwrite when told so', () => {
    const make = (): unknown => createThreeWayStrategicMergePatch(states, pod, { overwrite: false });
    expect(make).toThrow(
      'patch:\nmetadata:\n  labels:\n    a: "2"\n    gone: null\n\nconflicts with changes made from original to current:\nmetadata:\n  labels:\n    a: "9"\n    other: "y"\n\n',
    );
    expect(isConflict(make)).toBe(true);
  });
});

it('combined patches keep their directives', () => {
  const patches = [
    spec({ nodeSelector: { a: '1' } }),
    spec({ nodeSelector: { a: null }, '$setElementOrder/containers': [] }),
  ];
  expect(() => combineStrategicMergePatches(patches, pod)).not.toThrow();
  expect(combineStrategicMergePatches(patches, pod)).toEqual(
    spec({ nodeSelector: { a: null }, '$setElementOrder/containers': [] }),
  );
});

const text = fc.constantFrom('x', 'y', 'z');
const env = fc.uniqueArray(fc.record({ name: fc.constantFrom('E', 'F', 'G'), value: text }), {
  selector: ({ name }) => name,
  maxLength: 3,
});
const containers = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), image: text, env }), {
  selector: ({ name }) => name,
  minLength: 1,
  maxLength: 4,
});
// Upstream does not see that a list of scalars is only out of order; sorted ones keep that out of the property.
const finalizers = fc.uniqueArray(text, { minLength: 1 }).map((list) => list.sort());
const podObject = fc.record({
  metadata: fc.record({
    finalizers,
    labels: fc.dictionary(text, text).map((labels) => ({ ...labels })),
  }),
  spec: fc.record({ containers, nodeSelector: fc.dictionary(text, text).map((labels) => ({ ...labels })) }),
});

it('a created patch leads from the original to the modified, order included', () => {
  fc.assert(
    fc.property(podObject, podObject, (original, modified) => {
      const patch = createTwoWayStrategicMergePatch(original, modified, pod);
      expect(withoutEmpty(applyStrategicMergePatch(original, patch, pod))).toEqual(withoutEmpty(modified));
    }),
    { numRuns: 300 },
  );
});

it('any patch is applied or refused', () => {
  const directive = fc.constantFrom(
    '$patch',
    '$retainKeys',
    '$setElementOrder/containers',
    '$deleteFromPrimitiveList/finalizers',
    'containers',
    'nodeSelector',
    'x',
  );
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), containers, fc.constantFrom('delete', 'replace', 'merge'));
  fc.assert(
    fc.property(podObject, fc.dictionary(directive, odd), (original, patch) => {
      try {
        applyStrategicMergePatch(original, spec({ ...(patch as JsonObject) }), pod);
      } catch (error) {
        if (!hasErrorCode(error, 'strategic-merge') && !hasErrorCode(error, 'strategic-merge-format')) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

/** A list or object that became empty counts as absent. */
function withoutEmpty(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, member) => (isEmpty(member) ? undefined : member)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function isConflict(make: () => unknown): boolean {
  try {
    make();
    return false;
  } catch (error) {
    return hasErrorCode(error, 'strategic-merge-conflict');
  }
}
