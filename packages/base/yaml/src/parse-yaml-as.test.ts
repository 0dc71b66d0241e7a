import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYamlAs } from './parse-yaml-as.js';
import type { GoType } from './typed/go-type.js';

const TYPE: GoType = {
  kind: 'struct',
  name: 'types.Thing',
  fields: () => ({
    name: { type: { kind: 'string' } },
    count: { type: { kind: 'int32' } },
    isOn: { type: { kind: 'pointer', to: { kind: 'bool' } } },
    tags: { type: { kind: 'slice', element: { kind: 'string' } } },
    labels: { type: { kind: 'map', element: { kind: 'string' } } },
    any: { type: { kind: 'interface {}' } },
    inner: { type: TYPE, embedded: ['Base'] },
  }),
};

describe('values', () => {
  it.each([
    [
      'name: 1\ntags: [1.5, true, ~]\nlabels: {a: 0x10}\n',
      { name: '1', tags: ['1.5', 'true', ''], labels: { a: '16' } },
    ],
    ['NAME: x\nunknown: 1\n', { name: 'x' }],
    ['count: 1e3\nisOn: yes\nany: 1\n', { count: 1000, isOn: true, any: 1 }],
    ['', null],
  ])('%j', (text, value) => expect(parseYamlAs(text, TYPE)).toEqual(value));
});

describe('errors', () => {
  it.each([
    ['name: [a]\n', 'json: cannot unmarshal array into Go struct field Thing.name of type string'],
    [
      'inner: {inner: {count: "1"}}\n',
      'json: cannot unmarshal string into Go struct field Thing.Base.inner.Base.inner.count of type int32',
    ],
    ['count: 1.5\n', 'json: cannot unmarshal number 1.5 into Go struct field Thing.count of type int32'],
    ['tags: a\n', 'json: cannot unmarshal string into Go struct field Thing.tags of type []string'],
    ['[]\n', 'json: cannot unmarshal array into Go value of type types.Thing'],
  ])('%j', (text, message) => {
    expect(() => parseYamlAs(text, TYPE)).toThrow(`error unmarshaling JSON: while decoding JSON: ${message}`);
  });

  it('refuses unknown fields and repeated keys when strict', () => {
    expect(() => parseYamlAs('x: 1\n', TYPE, { strict: true })).toThrow('json: unknown field "x"');
    expect(() => parseYamlAs('name: a\nname: b\n', TYPE, { strict: true })).toThrow(
      'error converting YAML to JSON: yaml:',
    );
  });
});

describe('a text', () => {
  it('is read like its bytes, which the whole parser reads', () => {
    const key = fc.constantFrom('name', 'NAME', 'count', 'isOn', 'any', 'inner', 'tags', 'labels', 'x');
    const value = fc.constantFrom(
      ...[
        'a',
        '1',
        '1.50',
        '1e3',
        'true',
        '~',
        '"q"',
        '[1.5, b]',
        '{a: 1, b: c}',
        '{a: 1, a: 2}',
        '0x1f',
        '',
        '1_000',
        '.5',
      ],
    );
    const indent = fc.constantFrom('', '', '  ');
    const line = fc.tuple(indent, key, value).map(([before, name, after]) => `${before}${name}: ${after}\n`);
    const text = fc.array(line, { maxLength: 5 }).map((lines) => lines.join(''));
    fc.assert(
      fc.property(text, fc.boolean(), (yaml, strict) => {
        const bytes = new TextEncoder().encode(yaml);
        expect(outcome(yaml, strict)).toEqual(outcome(bytes, strict));
      }),
      { numRuns: 5_000 },
    );
  });
});

function outcome(text: string | Uint8Array, strict: boolean): unknown {
  try {
    return parseYamlAs(text, TYPE, { strict });
  } catch (error) {
    return String(error);
  }
}
