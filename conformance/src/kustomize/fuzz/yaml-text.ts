import type { SeededRandom } from '../../seeded-random.js';

/** A scalar exactly as it is to stand in the file. */
export class RawScalar {
  constructor(readonly text: string) {}
}

/** A value to be written as YAML. */
export type FuzzValue =
  | string
  | number
  | boolean
  | null
  | RawScalar
  | readonly FuzzValue[]
  | { readonly [key: string]: FuzzValue };

export type FuzzObject = { readonly [key: string]: FuzzValue };

/** Scalars that YAML versions, Go and JSON read differently. */
const ODD_SCALARS = [
  '1.10',
  '0x1F',
  '0o17',
  '017',
  '1e3',
  '1.5e+06',
  '.5',
  '12345678901234567890',
  '-0',
  '+1',
  '1_000',
  '0b11',
  'yes',
  'off',
  'Y',
  '~',
  'null',
  'NULL',
  '""',
  "''",
  '2020-01-02',
  '2001-12-14t21:59:43.10-05:00',
  '12:30:45',
  '!!str 12',
  '"12"',
  "'on'",
  '"a\\tb"',
  '"\\u00e9"',
  '| # c\n  x',
  'a#b',
  'a:b',
  '"a: b"',
  "'@x'",
  '1.0',
  '100000000000000000000000',
  '1e-7',
  '0.1',
  'é',
  '"\\U0001F600"',
  'x'.repeat(100),
  `"${'word '.repeat(30).trim()}"`,
  '<<',
] as const;

/** A scalar that is hard to get right. */
export function oddScalar(random: SeededRandom): RawScalar {
  return new RawScalar(random.pick(ODD_SCALARS));
}

/** Writes a value in block style with a random choice of quotes, flow collections and comments. */
export function writeYaml(value: FuzzValue, random: SeededRandom): string {
  const lines: string[] = [];
  writeBlock(value, '', lines, random);
  return `${lines.join('\n')}\n`;
}

/** Several documents. */
export function writeDocuments(values: readonly FuzzValue[], random: SeededRandom): string {
  return values.map((value) => writeYaml(value, random)).join(random.chance(0.1) ? '--- # next\n' : '---\n');
}

function writeBlock(value: FuzzValue, indent: string, lines: string[], random: SeededRandom): void {
  if (isList(value)) for (const item of value) writeItem(item, indent, lines, random);
  else if (isObject(value)) writeFields(value, indent, lines, random);
  else lines.push(indent + scalar(value, indent, random));
}

function writeFields(object: FuzzObject, indent: string, lines: string[], random: SeededRandom): void {
  for (const [key, value] of Object.entries(object)) {
    if (random.chance(0.01)) lines.push(`${indent}# about ${key}`);
    const start = `${indent}${keyText(key, random)}:`;
    if (isBlock(value) && !random.chance(0.04)) {
      lines.push(start);
      const isIndented = !isList(value) || random.chance(0.3);
      writeBlock(value, isIndented ? `${indent}  ` : indent, lines, random);
    } else lines.push(`${start} ${inline(value, indent, random)}`.trimEnd());
  }
}

function writeItem(item: FuzzValue, indent: string, lines: string[], random: SeededRandom): void {
  if (!isBlock(item) || random.chance(0.04)) {
    lines.push(`${indent}- ${inline(item, indent, random)}`.trimEnd());
    return;
  }
  const inner: string[] = [];
  writeBlock(item, `${indent}  `, inner, random);
  const first = inner.findIndex((line) => !line.trimStart().startsWith('#'));
  lines.push(`${indent}- ${(inner[first] ?? '').slice(indent.length + 2)}`, ...inner.slice(first + 1));
}

function isBlock(value: FuzzValue): value is readonly FuzzValue[] | FuzzObject {
  return (isList(value) || isObject(value)) && Object.keys(value).length > 0;
}

function inline(value: FuzzValue, indent: string, random: SeededRandom): string {
  if (isList(value) || isObject(value)) return flow(value, random);
  const text = scalar(value, indent, random);
  return random.chance(0.01) && !text.includes('\n') ? `${text} # note` : text;
}

function flow(value: FuzzValue, random: SeededRandom): string {
  if (isList(value)) return `[${value.map((item) => flow(item, random)).join(', ')}]`;
  if (isObject(value)) {
    const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${flow(item, random)}`);
    return `{${fields.join(', ')}}`;
  }
  if (value instanceof RawScalar) return /^[\w.+-]+$/.test(value.text) ? value.text : '"raw"';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function scalar(value: string | number | boolean | null | RawScalar, indent: string, random: SeededRandom): string {
  if (value instanceof RawScalar) return value.text.replaceAll('\n', `\n${indent}`);
  if (typeof value !== 'string') return value === null && random.chance(0.3) ? '' : String(value);
  if (value.includes('\n') && random.chance(0.8)) return literal(value, indent, random);
  if (isPlain(value) && random.chance(0.9)) return value;
  return random.chance(0.5) || /[\n\\]/.test(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

function literal(value: string, indent: string, random: SeededRandom): string {
  const chomping = value.endsWith('\n') ? (value.endsWith('\n\n') ? '+' : '') : '-';
  const lines = value.replace(/\n+$/, '').split('\n');
  if (lines[0]?.startsWith(' ') === true || lines[0] === '') return JSON.stringify(value);
  const style = random.chance(0.15) ? '>' : '|';
  const text = lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)).join('\n');
  return `${style}${chomping}\n${text}${chomping === '+' ? '\n' : ''}`;
}

function keyText(key: string, random: SeededRandom): string {
  if (isPlain(key)) return random.chance(0.01) ? JSON.stringify(key) : key;
  return JSON.stringify(key);
}

const AMBIGUOUS = /^(?:true|false|yes|no|on|off|y|n|null|~|[-+.0-9].*)$/i;

function isPlain(text: string): boolean {
  return /^[A-Za-z0-9][\w./-]*(?: [\w./-]+)*$/.test(text) && !AMBIGUOUS.test(text);
}

function isList(value: FuzzValue): value is readonly FuzzValue[] {
  return Array.isArray(value);
}

function isObject(value: FuzzValue): value is FuzzObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RawScalar);
}
