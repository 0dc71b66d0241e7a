import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, draftOf } from './draft.js';
import { ForeignSchemas } from './foreign-schemas.js';
import { parseJsonNode } from './json-node.js';
import { isPlainSchema } from './plain-schema.js';
import { schemaProblem } from './schema-check.js';
import { SchemaCompiler } from './schema-compiler.js';
import { SchemaLibrary } from './schema-library.js';

const DRAFTS = ['draft-04', 'draft-06', 'draft-07', 'draft/2019-09', 'draft/2020-12'].map(
  (path) => draftOf(`http://json-schema.org/${path}/schema`) as Draft,
);
const metaschemas = new Map(
  DRAFTS.map((draft) => {
    const library = new SchemaLibrary(new Map(), { foreign: new ForeignSchemas() });
    return [draft, new SchemaCompiler(library, { assertsFormats: true }).compile(draft.url)];
  }),
);

function problem(schema: unknown, draft: Draft): string | undefined {
  const metaschema = metaschemas.get(draft);
  if (metaschema === undefined) throw new Error('no metaschema');
  return schemaProblem(metaschema, parseJsonNode(JSON.stringify(schema)));
}

describe('isPlainSchema', () => {
  const usual = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://example.com/values.json',
    title: 'Values',
    type: 'object',
    required: ['image'],
    definitions: { port: { type: 'integer', minimum: 1, maximum: 65535 } },
    properties: {
      image: { type: ['string', 'null'], pattern: '^[a-z]+$', default: null, examples: ['nginx'] },
      ports: { type: 'array', items: { $ref: '#/definitions/port' }, minItems: 1, uniqueItems: true },
      mode: { enum: ['a', 'b', null, true], description: 'how' },
      more: { anyOf: [{ type: 'string' }, { not: { const: 1 } }], additionalProperties: false },
    },
  };

  it.each(DRAFTS.map((draft) => [draft.version, draft] as const))('takes a usual schema of draft %s', (_, draft) => {
    expect(problem(usual, draft)).toBeUndefined();
    expect(isPlainSchema(parseJsonNode(JSON.stringify(usual)), draft)).toBe(true);
  });

  it.each([
    ['a type that is none', { type: 'text' }],
    ['a type twice', { type: ['string', 'string'] }],
    ['a negative count', { minLength: -1 }],
    ['a pattern that is none', { properties: { a: { pattern: '(' } } }],
    ['a key that is no pattern', { patternProperties: { '[': {} } }],
    ['a required flag', { properties: { a: { required: true } } }],
    ['properties in a list', { properties: [] }],
    ['no choices', { allOf: [] }],
    ['a text for a schema', { items: { not: 'x' } }],
    ['a step of zero', { multipleOf: 0 }],
    ['a text for a bound', { maximum: '1' }],
  ])('leaves %s to the metaschema', (_, schema) => {
    for (const draft of DRAFTS) expect(isPlainSchema(parseJsonNode(JSON.stringify(schema)), draft)).toBe(false);
  });

  it('never takes what the metaschema refuses', () => {
    fc.assert(
      fc.property(schemas, fc.constantFrom(...DRAFTS), (schema, draft) => {
        if (isPlainSchema(parseJsonNode(JSON.stringify(schema)), draft)) expect(problem(schema, draft)).toBeUndefined();
      }),
      { numRuns: 1_500 },
    );
  });
});

const ANYTHING = fc.oneof(
  fc.constantFrom<unknown>(
    true,
    false,
    null,
    0,
    1,
    -1,
    1.5,
    '',
    'a',
    'string',
    '(',
    '#/definitions/a',
    'http://x.y/z#',
  ),
  fc.constantFrom<unknown>([], {}, ['a'], ['a', 'a'], ['string', 'null'], [{}], [1], [true], { a: {} }, { a: ['b'] }),
);
const KEYWORDS = [
  ...['$schema', '$id', 'id', '$ref', '$anchor', '$comment', '$defs', 'title', 'description', 'default', 'examples'],
  ...['readOnly', 'deprecated', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'additionalItems', 'items', 'maxItems', 'uniqueItems', 'contains'],
  ...['maxProperties', 'required', 'additionalProperties', 'definitions', 'properties', 'patternProperties'],
  ...['dependencies', 'propertyNames', 'const', 'enum', 'type', 'format', 'if', 'then', 'else', 'allOf', 'anyOf'],
  ...['not', 'prefixItems', 'dependentRequired', 'unevaluatedProperties', 'contentEncoding', 'minContains', 'other'],
];
const schemas = fc.letrec((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.dictionary(
      fc.constantFrom(...KEYWORDS),
      fc.oneof(
        { depthSize: 'small' },
        ANYTHING,
        tie('schema'),
        fc.dictionary(fc.constantFrom('a', 'b', '^c$'), tie('schema'), { maxKeys: 2 }),
        fc.array(tie('schema'), { maxLength: 2 }),
      ),
      { maxKeys: 4 },
    ),
    fc.boolean(),
  ),
})).schema;
