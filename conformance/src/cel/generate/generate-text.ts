import type { SeededRandom } from '../../seeded-random.js';
import { anyType, type Ground, generateExpression } from './generate-expression.js';
import { anyAtom } from './literals.js';

const PIECES: readonly [string, ...string[]] = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '.',
  '?',
  '.?',
  '[?',
  '+',
  '-',
  '*',
  '/',
  '%',
  '&&',
  '||',
  '!',
  '==',
  '!=',
  '<',
  '<=',
  'in',
  'as',
  'break',
  'const',
  'false',
  'null',
  'true',
  'for',
  'function',
  'if',
  'var',
  'void',
  'while',
  'namespace',
  'package',
  'return',
  '&',
  '|',
  '=',
  '@',
  '#',
  '$',
  '`',
  '`a b`',
  '.`x-y`',
  "'",
  '"',
  '"""',
  "r'",
  "b'",
  '\\',
  '// note',
  '// note\n',
  '\n',
  '\t',
  ' ',
  ';',
  '~',
  '^',
  '0x',
  '1e',
  '1.',
  '.5',
  '1.2.3',
  '1u',
  '00',
  '9223372036854775808',
  '18446744073709551616u',
  '0x8000000000000000',
  '1e999',
  "'\\q'",
  "'\\u12'",
  "'\\x4'",
  "'\\400'",
  "'\\U00110000'",
  "'\\ud800'",
  'x',
  'has',
  'has()',
  'has(x)',
  'a.b',
  'map',
  '.all(x, true)',
  '.map(x)',
  '.exists(1, true)',
  'é',
  '日本',
  '😀',
  '\u0000',
  '\u00a0',
  'Msg{}',
  'Msg{a: 1}',
  'google.protobuf.Int64Value{value: 1}',
  '{?a: 1}',
  '[?1]',
  '...',
  '--1',
  '!!true',
  '-"a"',
];

/** An expression whose text was damaged. */
export function generateDamaged(ground: Ground): string {
  const { random } = ground;
  let text = generateExpression(ground, anyType(random), 2);
  const times = 1 + random.below(3);
  for (let i = 0; i < times; i++) text = damage(text, random);
  return text;
}

function damage(text: string, random: SeededRandom): string {
  const at = random.below(text.length + 1);
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at);
    case 2: {
      const tokens = text.split(/(?<=\W)|(?=\W)/);
      tokens.splice(random.below(tokens.length), 1 + random.below(2));
      return tokens.join('');
    }
    default:
      return `${text.slice(0, at)}${random.pick([' ', ''])}${random.pick(PIECES)}${random.pick([' ', ''])}${text.slice(at)}`;
  }
}

/** Pieces of expressions in any order. */
export function generatePieces(random: SeededRandom): string {
  const count = 1 + random.below(7);
  const pieces = Array.from({ length: count }, () => (random.chance(0.35) ? anyAtom(random) : random.pick(PIECES)));
  return pieces.join(random.pick([' ', '', ' ']));
}

const ESCAPES: readonly [string, ...string[]] = [
  '\\n',
  '\\x41',
  '\\x',
  '\\u00e9',
  '\\u',
  '\\U0001F600',
  '\\U0011FFFF',
  '\\101',
  '\\8',
  '\\377',
  '\\400',
  '\\?',
  '\\`',
  "\\'",
  '\\"',
  '\\\\',
  'a',
  'é',
  '\n',
  '\\a\\b\\f\\v',
  '\\ud83d',
  '{',
  '日',
];

const NUMBERS: readonly [string, ...string[]] = [
  '0',
  '00',
  '01',
  '1',
  '12',
  '0x1',
  '0X1',
  '0xG',
  '1e5',
  '1E+5',
  '1e',
  '1.5',
  '1.',
  '.5',
  '1.5e-400',
  '1e400',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551615',
  '18446744073709551616',
  '0x7fffffffffffffff',
  '0x8000000000000000',
  '0xffffffffffffffff',
  '1_0',
  '1.5.2',
  '0b1',
  '1f',
  '1l',
];

/** A number or text in a form that may be none. */
export function generateLiteral(random: SeededRandom): string {
  if (random.chance(0.4)) {
    return random.pick(['', '-', '+', '--']) + random.pick(NUMBERS) + random.pick(['', '', 'u', 'U', 'uu', 'x', '.0']);
  }
  const body = Array.from({ length: random.below(5) }, () => random.pick(ESCAPES)).join('');
  const prefix = random.pick(['', '', 'r', 'b', 'R', 'B', 'rb', 'br', 'bR', 'f']);
  const quote = random.pick(["'", '"', '"""', "'''"]);
  return `${prefix}${quote}${body}${random.chance(0.95) ? quote : ''}`;
}

const MESSAGES: readonly [string, ...string[]] = [
  'google.protobuf.BoolValue',
  'google.protobuf.BytesValue',
  'google.protobuf.DoubleValue',
  'google.protobuf.FloatValue',
  'google.protobuf.Int32Value',
  'google.protobuf.Int64Value',
  'google.protobuf.StringValue',
  'google.protobuf.UInt32Value',
  'google.protobuf.UInt64Value',
  'google.protobuf.Value',
  'google.protobuf.Struct',
  'google.protobuf.ListValue',
  'google.protobuf.Duration',
  'google.protobuf.Timestamp',
  'google.protobuf.Any',
  'google.protobuf.NullValue',
  'google.protobuf.Empty',
  'google.protobuf.FieldMask',
  'google.protobuf.Nope',
  'Object',
  'JSONPatch',
  'int',
  'kubernetes.Quantity',
  'kubernetes.URL',
  'dyn',
  'string',
  'list',
];

/** A message literal, most of a well-known type. */
export function generateMessage(ground: Ground): string {
  const { random } = ground;
  const fields = [
    'value',
    'seconds',
    'nanos',
    'fields',
    'values',
    'string_value',
    'number_value',
    'bool_value',
    'null_value',
    'struct_value',
    'list_value',
    'type_url',
    'nope',
    'paths',
  ] as const;
  const count = random.below(3);
  const entries = Array.from({ length: count }, () => {
    const optional = random.chance(0.1) ? '?' : '';
    return `${optional}${random.chance(0.6) ? 'value' : random.pick(fields)}: ${generateExpression(ground, anyType(random, 1), 1)}`;
  });
  const literal = `${random.chance(0.05) ? '.' : ''}${random.pick(MESSAGES)}{${entries.join(', ')}}`;
  return random.pick([
    literal,
    literal,
    `${literal} == ${generateExpression(ground, anyType(random, 0), 1)}`,
    `type(${literal})`,
    `has(${literal}.value)`,
    `${literal}.value`,
    `${literal}.seconds`,
    `[${literal}]`,
  ]);
}
