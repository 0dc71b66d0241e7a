import { memoryTree } from '@gotk/file-tree';
import { goMapOf } from '@gotk/go-template';
import { describe, expect, it } from 'vitest';
import { loadChart } from '../chart/load-chart.js';
import { ForeignSchemas } from './foreign-schemas.js';
import { validateValues } from './validate-values.js';

type Values = Parameters<typeof goMapOf>[0];

/** The lines about values; empty when nothing is wrong. */
function problemsOf(schema: object | string, values: Values): string {
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
  const chart = loadChart(
    memoryTree({ 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'values.schema.json': text }),
  );
  try {
    validateValues(chart, goMapOf(values), { foreign: new ForeignSchemas() });
    return '';
  } catch (error) {
    return (error as Error).message.split('\n').slice(2).join('\n').trimEnd();
  }
}

const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#' };

describe('validateValues', () => {
  const rows: readonly [name: string, schema: object, values: Values, problems: string][] = [
    [
      'type',
      { properties: { a: { type: ['string', 'null'] } } },
      { a: 1 },
      "- at '/a': got number, want null or string",
    ],
    ['whole numbers', { properties: { a: { type: 'integer' } } }, { a: 1 }, ''],
    ['fractions', { properties: { a: { type: 'integer' } } }, { a: 1.5 }, "- at '/a': got number, want integer"],
    ['required', { required: ['a', 'b'] }, {}, "- at '': missing properties 'a', 'b'"],
    [
      'enum',
      { properties: { a: { enum: ['x', 1, null] } } },
      { a: 'y' },
      "- at '/a': value must be one of 'x', 1, <nil>",
    ],
    ['const', { properties: { a: { const: 'x' } } }, { a: 'y' }, "- at '/a': value must be 'x'"],
    [
      'bounds',
      { properties: { a: { minimum: 5 }, b: { exclusiveMaximum: 1000000 } } },
      { a: 1, b: 2000000 },
      "- at '/a': minimum: got 1, want 5\n- at '/b': exclusiveMaximum: got 2×10⁰⁶, want 1×10⁰⁶",
    ],
    ['multiples without rounding', { properties: { a: { multipleOf: 0.1 } } }, { a: 0.3 }, ''],
    [
      'patterns',
      { properties: { a: { pattern: '^[a-z]+$' } } },
      { a: 'A' },
      "- at '/a': 'A' does not match pattern '^[a-z]+$'",
    ],
    ['lengths', { properties: { a: { maxLength: 2 } } }, { a: 'äöü' }, "- at '/a': maxLength: got 3, want 2"],
    [
      'additional properties',
      { properties: { a: {} }, additionalProperties: false },
      { a: 1, b: 2 },
      "- at '': additional properties 'b' not allowed",
    ],
    [
      'pattern properties',
      { patternProperties: { '^s_': { type: 'string' } } },
      { s_a: 1 },
      "- at '/s_a': got number, want string",
    ],
    [
      'property names',
      { properties: { a: { propertyNames: { maxLength: 1 } } } },
      { a: { bb: 1 } },
      "- at '/a': invalid propertyName 'bb'\n  - at '': maxLength: got 2, want 1",
    ],
    [
      'items',
      { properties: { a: { items: { type: 'string' } } } },
      { a: ['x', 1] },
      "- at '/a/1': got number, want string",
    ],
    [
      'first items',
      { properties: { a: { prefixItems: [{ type: 'string' }], items: false } } },
      { a: ['x', 1] },
      "- at '/a/1': false schema",
    ],
    [
      'unique items',
      { properties: { a: { uniqueItems: true } } },
      { a: [{ x: 1 }, 2, { x: 1 }] },
      "- at '/a': items at 0 and 2 are equal",
    ],
    [
      'contains',
      { properties: { a: { contains: { const: 1 }, minContains: 2 } } },
      { a: [1, 2] },
      "- at '/a': min 2 items required to match contains schema, but matched 1 items at 0\n  - at '/a/1': value must be 1",
    ],
    [
      'anyOf',
      { properties: { a: { anyOf: [{ type: 'string' }, { type: 'array' }] } } },
      { a: 1 },
      "- at '/a': 'anyOf' failed\n  - at '/a': got number, want string\n  - at '/a': got number, want array",
    ],
    [
      'oneOf',
      { properties: { a: { oneOf: [{ minimum: 1 }, { minimum: 2 }] } } },
      { a: 3 },
      "- at '/a': 'oneOf' failed, subschemas 0, 1 matched",
    ],
    ['not', { properties: { a: { not: { type: 'string' } } } }, { a: 'x' }, "- at '/a': 'not' failed"],
    [
      'if',
      JSON.parse('{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}'),
      { a: 1 },
      "- at '': missing property 'b'",
    ],
    [
      'references',
      { properties: { a: { $ref: '#/$defs/port' } }, $defs: { port: { maximum: 65535 } } },
      { a: 70000 },
      "- at '/a': maximum: got 70,000, want 65,535",
    ],
    [
      'anchors',
      { properties: { a: { $ref: '#port' } }, $defs: { port: { $anchor: 'port', type: 'string' } } },
      { a: 1 },
      "- at '/a': got number, want string",
    ],
    [
      'recursion',
      { properties: { child: { $ref: '#' }, a: { type: 'string' } } },
      { child: { child: { a: 1 } } },
      "- at '/child/child/a': got number, want string",
    ],
    [
      'formats of draft 7',
      { ...draft7, properties: { a: { format: 'ipv4' } } },
      { a: '1.2.3' },
      "- at '/a': '1.2.3' is not valid ipv4: expected four decimals",
    ],
    ['formats of later drafts are only notes', { properties: { a: { format: 'ipv4' } } }, { a: '1.2.3' }, ''],
    [
      'unevaluated properties',
      { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
      { a: 1, b: 2 },
      "- at '/b': false schema",
    ],
    [
      'dependent keys',
      { dependentRequired: { a: ['b'] } },
      { a: 1 },
      "- at '': properties 'b' required, if 'a' exists",
    ],
    [
      'draft 4',
      { $schema: 'http://json-schema.org/draft-04/schema#', properties: { a: { maximum: 5, exclusiveMaximum: true } } },
      { a: 5 },
      "- at '/a': exclusiveMaximum: got 5, want 5",
    ],
    ['odd keys', { properties: { __proto__: { type: 'string' } } }, {}, ''],
  ];
  it.each(rows)('%s', (_name, schema, values, problems) => expect(problemsOf(schema, values)).toBe(problems));

  const broken: readonly [name: string, schema: string, problem: string][] = [
    ['no JSON', '{bad', "invalid character 'b' looking for beginning of object key string"],
    ['nothing', ' ', 'EOF'],
    ['a cut text', '{"a"', 'unexpected EOF'],
    [
      'a dangling reference',
      '{"$ref": "#/nowhere"}',
      'json-pointer in "file:///values.schema.json#/nowhere" not found',
    ],
    ['a bad pattern', '{"pattern": "("}', 'error parsing regexp: missing closing ): `(`'],
    [
      'an unknown scheme',
      '{"$ref": "ftp://x/y"}',
      'failing loading "ftp://x/y": no URLLoader registered for "ftp://x/y"',
    ],
    [
      'a circle',
      '{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}',
      'causing reference cycle',
    ],
    [
      'a dangling reference beside a reference, where draft 7 looks',
      '{"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "if": {"$ref": "#/nowhere"}, "definitions": {"a": {}}}',
      'json-pointer in "file:///values.schema.json#/nowhere" not found',
    ],
    ['a type that is none', '{"type": "nope"}', 'is not valid against metaschema'],
    [
      'a dangling reference that no value meets',
      '{"properties": {"a": {"items": {"$ref": "#/$defs/b"}}}, "$defs": {"a": {}}}',
      'json-pointer in "file:///values.schema.json#/$defs/b" not found',
    ],
    [
      'a reference that no value meets to what is no schema',
      '{"properties": {"a": {"items": {"$ref": "#/x"}}}, "x": 1}',
      '"file:///values.schema.json#/x" is not valid against metaschema',
    ],
    [
      'a bad pattern that no value meets',
      '{"properties": {"a": {"patternProperties": {"(": {}}}}}',
      'error parsing regexp: missing closing ): `(`',
    ],
  ];
  it.each(broken)('a schema with %s', (_name, schema, problem) => expect(problemsOf(schema, {})).toContain(problem));

  it('is not led astray by schemas that mean harm', () => {
    const deep = `${'{"not":'.repeat(600)}{}${'}'.repeat(600)}`;
    expect(problemsOf(deep, {})).toContain('may be nested 500 deep');
    const slow = { properties: { a: { pattern: '^(a+)+$' } } };
    expect(problemsOf(slow, { a: `${'a'.repeat(5_000)}b` })).toContain('does not match pattern');
    expect(problemsOf('{"properties": {"a": {"multipleOf": 1e-400000}}}', { a: 1 })).toBe('');
  });
});
