import type { SeededRandom } from '../../seeded-random.js';
import { literal } from './generated-case.js';

const WORDS = [
  'a',
  'b',
  'key',
  'yes',
  'no',
  'on',
  'null',
  '~',
  'true',
  '1',
  '1.5',
  '0x1F',
  '010',
  '1e3',
  '.inf',
  '2024-01-02',
  '12:30:45',
  'é',
  'x y',
  "it's",
  'a: b',
  '#c',
  '- d',
  '@e',
  '*f',
  '&g',
  '!h',
  '%i',
  '""',
  "''",
  '|',
  '>',
  '[',
  '{a',
  '1_000',
  '=',
  '<<',
  '-',
  '?',
  ':',
  'a#b',
  'a:b',
  '\\t',
] as const;

/** YAML read with every function that reads it. */
export function generateYaml(random: SeededRandom): string {
  const text = yamlOf(random, 0, 0);
  return random.pick([
    `{{ fromYaml ${literal(text)} | toJson }}`,
    `{{ fromYamlArray ${literal(text)} | toJson }}`,
    `{{ (fromYaml ${literal(`v: ${text.replaceAll('\n', '\n  ')}`)}).v | toJson }}`,
    `{{ fromYaml ${literal(text)} | toYaml }}`,
    `{{ ${expressionOf(random, 0)} | toYaml }}`,
    `{{ ${expressionOf(random, 0)} | toYamlPretty }}`,
    `{{ ${expressionOf(random, 0)} | toJson }} {{ ${expressionOf(random, 0)} | toPrettyJson }}`,
    `{{ fromJson ${literal(jsonOf(random, 0))} }} {{ fromJsonArray ${literal(jsonOf(random, 0))} }}`,
    `{{ ${expressionOf(random, 0)} | toToml }}`,
    `{{ fromToml ${literal(tomlOf(random))} | toJson }}`,
  ]);
}

function yamlOf(random: SeededRandom, depth: number, indent: number): string {
  const pad = ' '.repeat(indent);
  const scalar = (): string =>
    random.pick([
      random.pick(WORDS),
      JSON.stringify(random.pick(WORDS)),
      `'${random.pick(WORDS).replaceAll("'", "''")}'`,
      `|\n${pad}  line\n${pad}    more\n`,
      `>-\n${pad}  folded\n${pad}  text\n`,
      `[${random.pick(WORDS)}, 1]`,
      `{k: ${random.pick(WORDS)}}`,
      `!!str ${random.pick(WORDS)}`,
      `&n ${random.pick(WORDS)}`,
    ]);
  if (depth > 2 || random.chance(0.3)) return scalar();
  const count = random.below(3) + 1;
  const inner = (): string => (random.chance(0.3) ? `\n${yamlOf(random, depth + 1, indent + 2)}` : ` ${scalar()}`);
  const isList = random.chance(0.4);
  return Array.from({ length: count }, () => `${pad}${isList ? '-' : `${random.pick(WORDS)}:`}${inner()}`).join('\n');
}

function expressionOf(random: SeededRandom, depth: number): string {
  if (depth > 2 || random.chance(0.4)) {
    return random.pick([
      literal(random.pick(WORDS)),
      JSON.stringify(`${random.pick(WORDS)}\n${random.pick(WORDS)}${random.pick(['', '\n', '\n\n'])}`),
      JSON.stringify(` ${random.pick(WORDS)}`),
      JSON.stringify('long text '.repeat(random.below(14))),
      '1',
      '-1.5',
      'true',
      'nil',
      '1e21',
      '.Values.uni',
      '.Values.multi',
      '.Values.mixed',
    ]);
  }
  const items = Array.from({ length: random.below(3) }, () => expressionOf(random, depth + 1));
  if (random.chance(0.5)) return `(list ${items.join(' ')})`;
  return `(dict ${items.map((item) => `${literal(random.pick(WORDS))} ${item}`).join(' ')})`;
}

function jsonOf(random: SeededRandom, depth: number): string {
  if (random.chance(0.05))
    return random.pick(['', '{', '[1,', '"a', 'nul', '01', '1.', '{"a"}', '[1]]', "'a'", '{a: 1}', '1e999', '"\\x"']);
  if (depth > 2 || random.chance(0.4))
    return random.pick(['1', '-1.5e3', '"a\\u00e9\\n"', 'true', 'null', '12345678901234567890', '""', '0.1']);
  const items = Array.from({ length: random.below(3) }, () => jsonOf(random, depth + 1));
  if (random.chance(0.5)) return `[${items.join(', ')}]`;
  return `{${items.map((item, index) => `"${random.pick(['a', 'b', '__proto__', ''])}${index}": ${item}`).join(', ')}}`;
}

function tomlOf(random: SeededRandom): string {
  const key = (): string => random.pick(['a', 'b', 'c.d', '"q k"', "'l'", 'a.b', '1', '', 'é']);
  const value = (): string =>
    random.pick([
      '1',
      '-1',
      '+2',
      '1.5',
      '1e3',
      '0x1f',
      '0o7',
      '0b1',
      '1_000',
      '01',
      '"s"',
      "'r'",
      '"""m\n  n"""',
      "'''\nx'''",
      'true',
      'nope',
      '[1, 2]',
      '["a", [1]]',
      '{x = 1}',
      '[{y = 2}]',
      '2024-01-02',
      '2024-01-02T03:04:05Z',
      '12:30:00',
      'inf',
      'nan',
      '"\\u00e9\\t"',
      '"\\q"',
      '',
      '[1',
      '{x = 1',
      '"open',
      '1.',
      '.5',
    ]);
  return Array.from({ length: random.below(5) + 1 }, () =>
    random.pick<() => string>([
      () => `${key()} = ${value()}`,
      () => `${key()} = ${value()}`,
      () => `[${key()}]`,
      () => `[[${key()}]]`,
      () => '# note',
      () => key(),
    ])(),
  ).join('\n');
}

/** A schema and values that may or may not fulfil it. */
export function generateSchema(random: SeededRandom): { readonly schema: string; readonly values: string } {
  const draft = random.pick([
    '',
    'http://json-schema.org/draft-07/schema#',
    'http://json-schema.org/draft-04/schema#',
    'http://json-schema.org/draft-06/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ]);
  const schema = {
    ...(draft === '' ? {} : { $schema: draft }),
    type: 'object',
    properties: { a: schemaOf(random, 0) },
    $defs: { d: schemaOf(random, 2) },
    definitions: { e: schemaOf(random, 2) },
  };
  return { schema: JSON.stringify(schema), values: JSON.stringify({ a: instanceOf(random, 0) }) };
}

function instanceOf(random: SeededRandom, depth: number): unknown {
  if (depth > 2 || random.chance(0.5))
    return random.pick([
      0,
      1,
      1.5,
      -3,
      100000,
      1e7,
      'a',
      'abc',
      '',
      '2024-01-02',
      '1.2.3.4',
      'x@y.z',
      true,
      false,
      null,
    ]);
  if (random.chance(0.5)) return Array.from({ length: random.below(4) }, () => instanceOf(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(3) }, () => [random.pick(['p', 'q', 's_1']), instanceOf(random, depth + 1)]),
  );
}

function schemaOf(random: SeededRandom, depth: number): unknown {
  if (random.chance(0.05)) return random.chance(0.8);
  const keyword = (): Record<string, unknown> => {
    const inner = (): unknown => (depth > 2 ? { type: 'string' } : schemaOf(random, depth + 1));
    const makers: readonly [() => Record<string, unknown>, ...(() => Record<string, unknown>)[]] = [
      () => ({ type: random.pick(['string', 'number', 'integer', 'object', 'array', 'boolean', 'null']) }),
      () => ({ type: ['string', random.pick(['null', 'integer', 'array'])] }),
      () => ({ enum: [random.pick<unknown>(['a', 1, null, true]), 'b', 1.5] }),
      () => ({ const: random.pick<unknown>(['a', 1, null, [1]]) }),
      () => ({ minimum: random.below(5), maximum: random.below(100000) }),
      () => ({ multipleOf: random.pick<unknown>([1, 2, 0.1, 0.5]) }),
      () => ({ minLength: random.below(4), maxLength: random.below(6) }),
      () => ({ pattern: random.pick(['^a', '[0-9]+', 'b$', '^\\s*$']) }),
      () => ({
        format: random.pick([
          'date',
          'ipv4',
          'email',
          'date-time',
          'uri',
          'regex',
          'hostname',
          'uuid',
          'duration',
          'odd',
        ]),
      }),
      () => ({ properties: { p: inner(), q: inner() } }),
      () => ({ required: ['p', 'q'] }),
      () => ({ additionalProperties: random.chance(0.5) ? false : inner() }),
      () => ({ patternProperties: { '^s_': inner() } }),
      () => ({ propertyNames: { maxLength: 1 } }),
      () => ({ minProperties: random.below(3), maxProperties: random.below(4) }),
      () => ({ items: inner() }),
      () => ({ minItems: random.below(3), maxItems: random.below(5), uniqueItems: random.chance(0.5) }),
      () => ({ contains: inner() }),
      () => ({ anyOf: [inner(), inner()] }),
      () => ({ oneOf: [inner(), inner()] }),
      () => ({ allOf: [inner(), inner()] }),
      () => ({ not: inner() }),
      () =>
        JSON.parse(
          `{"if": ${JSON.stringify(inner())}, "then": ${JSON.stringify(inner())}, "else": ${JSON.stringify(inner())}}`,
        ) as Record<string, unknown>,
      () => ({ $ref: random.pick(['#/$defs/d', '#/definitions/e', '#', '#/nowhere']) }),
      () => ({ dependentRequired: { p: ['q'] }, dependencies: { q: ['p'] } }),
      () => ({ unevaluatedProperties: false }),
      () => ({ prefixItems: [inner()], items: random.chance(0.5) }),
    ];
    return random.pick(makers)();
  };
  return Object.assign({}, ...Array.from({ length: random.below(3) + 1 }, keyword)) as unknown;
}
