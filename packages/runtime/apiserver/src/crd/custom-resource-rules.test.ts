import { describe, expect, it } from 'vitest';
import type { StrategyContext } from '../registry/resource-strategy.js';
import { customStrategy } from './custom-strategy.js';
import { validationRules } from './rules/validation-rules.js';
import type { SchemaNode } from './schema/schema-node.js';

const schema: SchemaNode = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        min: { type: 'integer' },
        max: { type: 'integer' },
        fixed: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'fixed' }] },
        list: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['k'],
          items: {
            type: 'object',
            required: ['k'],
            properties: { k: { type: 'string' }, v: { type: 'integer' } },
            'x-kubernetes-validations': [{ rule: 'self.v >= oldSelf.v', message: 'v only grows' }],
          },
        },
      },
      'x-kubernetes-validations': [
        { rule: '!has(self.min) || !has(self.max) || self.min <= self.max', message: 'order', fieldPath: '.min' },
      ],
    },
  },
};

const strategy = customStrategy({
  namespaced: true,
  hasStatus: false,
  schema,
  scale: undefined,
  rules: validationRules(schema),
});

/** Of the context, rules of custom resources look at the warnings alone. */
const context = (warnings: string[] = []): StrategyContext => ({ warnings }) as unknown as StrategyContext;

function draft(spec: object) {
  return { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a', namespace: 'b', resourceVersion: '1' }, spec };
}

describe('rules of custom resources', () => {
  const creations = [
    { name: 'a rule that holds', spec: { min: 1, max: 2 }, fields: [] },
    { name: 'a broken rule with a field path', spec: { min: 3, max: 2 }, fields: ['spec.min'] },
    { name: 'a transition rule has no say', spec: { fixed: 'x', list: [{ k: 'a', v: 1 }] }, fields: [] },
    { name: 'types come first', spec: { min: 'x', max: 2 }, fields: ['spec.min', '<nil>'] },
  ];
  it.each(creations)('on creation: $name', ({ spec, fields }) => {
    const errors = strategy.validate?.(draft(spec), context()) ?? [];
    expect(errors.map(({ field }) => field)).toEqual(fields);
  });

  const updates = [
    { name: 'what breaks a rule already may stay', old: { min: 3, max: 2 }, spec: { min: 3, max: 2 }, fields: [] },
    { name: 'but not change', old: { min: 3, max: 2 }, spec: { min: 4, max: 2 }, fields: ['spec.min'] },
    { name: 'a transition is compared', old: { fixed: 'x' }, spec: { fixed: 'y' }, fields: ['spec.fixed'] },
    {
      name: 'elements are found by their keys',
      old: {
        list: [
          { k: 'a', v: 1 },
          { k: 'b', v: 5 },
        ],
      },
      spec: {
        list: [
          { k: 'b', v: 4 },
          { k: 'a', v: 2 },
        ],
      },
      fields: ['spec.list[0]'],
    },
  ];
  it.each(updates)('on update: $name', ({ old, spec, fields }) => {
    const errors = strategy.validateUpdate?.(draft(spec), draft(old), context()) ?? [];
    expect(errors.map(({ field }) => field)).toEqual(fields);
  });

  it('an update is warned of what stays broken', () => {
    const warnings: string[] = [];
    const broken = { min: 3, max: 2 };
    strategy.validateUpdate?.(draft(broken), draft(broken), context(warnings));
    expect(warnings).toEqual([expect.stringMatching(/^spec\.min: Invalid value: /)]);
  });
});
