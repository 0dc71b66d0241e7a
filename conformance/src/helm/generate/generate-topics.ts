import type { SeededRandom } from '../../seeded-random.js';
import { literal } from './generated-case.js';

/** So many of what `make` makes. */
function many(random: SeededRandom, most: number, make: () => string): string {
  return Array.from({ length: random.below(most) + 1 }, make).join('');
}

const PRINTED = [
  '0',
  '1',
  '-1',
  '255',
  '65',
  '1114112',
  '9223372036854775807',
  '1.5',
  '-2.25',
  '1e21',
  '0.1',
  '123456789.125',
  '"abc"',
  '"é日"',
  '""',
  'true',
  'nil',
  '.Values.num',
  '.Values.flt',
  '.Values.big',
  '.Values.small',
  '.Values.list',
  '.Values.mixed',
  '.Values.map',
  '.Values.nul',
  '(list 1 "a")',
  '(dict "a" 1)',
  "'x'",
  '1i',
  '(toDate "2006-01-02" "2024-03-15")',
  '(splitList "," "a,b")',
  '(b64dec "/w==")',
] as const;

/** `printf` with generated formats. */
export function generatePrintf(random: SeededRandom): string {
  const args: string[] = [];
  const format = many(random, 3, () => {
    args.push(random.pick(PRINTED));
    const flags = random.chance(0.5) ? many(random, 2, () => random.pick(['+', '-', '#', ' ', '0'])) : '';
    const width = random.chance(0.4) ? String(random.below(14)) : '';
    const precision = random.chance(0.3) ? `.${random.chance(0.8) ? random.below(9) : ''}` : '';
    const verb = random.pick([
      'v',
      'v',
      's',
      'd',
      'q',
      'x',
      'X',
      't',
      'f',
      'e',
      'g',
      'G',
      'E',
      'F',
      'c',
      'b',
      'o',
      'O',
      'U',
      'T',
      'z',
      '%',
    ]);
    return `${random.pick(['', 'a', '|', 'é'])}%${flags}${width}${precision}${verb}`;
  });
  if (random.chance(0.1)) args.pop();
  if (random.chance(0.1)) args.push('"extra"');
  return `{{ printf ${literal(format)} ${args.join(' ')} }}`;
}

/** Numbers in every spelling, and what the functions make of them. */
export function generateNumber(random: SeededRandom): string {
  const digits = many(random, 18, () => String(random.below(10)));
  const number = random.pick([
    () => digits,
    () => `-${digits}`,
    () => `${digits}.${random.below(1_000_000)}`,
    () => `0.${'0'.repeat(random.below(9))}${digits}`,
    () => `${random.below(10)}.${random.below(1000)}e${random.below(60) - 30}`,
    () => `0x${random.below(2 ** 31).toString(16)}`,
    () => `0b${random.below(256).toString(2)}`,
    () => `0o${random.below(512).toString(8)}`,
    () => `0x${random.below(16).toString(16)}.${random.below(16).toString(16)}p${random.below(20) - 10}`,
    () => String(random.below(1000)),
  ])();
  const text = random.chance(0.4) ? JSON.stringify(number) : number;
  const use = random.pick([
    '',
    'int',
    'int64',
    'float64',
    'toString',
    'toJson',
    'toYaml',
    'floor',
    'ceil',
    'round 2 |',
    'add 1',
    'mul 3',
    'div 7',
    'mod 5',
    'sub 1',
    'max 5 3',
    'min 2',
    'addf 0.1',
    'mulf 1.1',
    'divf 3',
    'subf 1',
    'toDecimal',
    'atoi',
    'quote',
    'typeOf',
    'kindOf',
    'eq 1',
    'lt 5',
    'not',
    'default 9',
    'empty',
    'printf "%v"',
    'printf "%.3f"',
    'printf "%08.2f"',
    'printf "%x"',
    'toYamlPretty',
    'toToml',
    'biggest 1',
    'add1',
  ]);
  if (use === '') return `{{ ${text} }}`;
  return use.endsWith('|') ? `{{ round ${text} ${random.below(8)} }}` : `{{ ${text} | ${use} }}`;
}

const LAYOUT_PARTS = [
  '2006',
  '06',
  '01',
  '1',
  'Jan',
  'January',
  '02',
  '2',
  '_2',
  '002',
  'Mon',
  'Monday',
  '15',
  '03',
  '3',
  '04',
  '4',
  '05',
  '5',
  'PM',
  'pm',
  'MST',
  '-0700',
  '-07:00',
  'Z0700',
  'Z07:00',
  '.000',
  '.999',
  ',000',
  '-',
  '/',
  ':',
  ' ',
  'T',
  'x',
] as const;

/** Dates: layouts, times to read, durations, zones. */
export function generateDate(random: SeededRandom): string {
  const layout = many(random, 7, () => random.pick(LAYOUT_PARTS));
  const two = (limit: number): string => String(random.below(limit)).padStart(2, '0');
  const day = `${1950 + random.below(120)}-${two(14)}-${two(33)}`;
  const time = `(toDate "2006-01-02T15:04:05" "${day}T${two(25)}:${two(61)}:${two(61)}")`;
  const span = many(
    random,
    3,
    () => `${random.pick(['', '-'])}${random.below(100)}${random.pick(['h', 'm', 's', 'ms', 'us', 'ns', 'd', '.5h'])}`,
  );
  const zone = random.pick([
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Tokyo',
    'Australia/Sydney',
    'Nowhere',
    '',
  ]);
  return random.pick([
    `{{ ${time} | date ${literal(layout)} }}`,
    `{{ dateInZone ${literal(layout)} ${time} "${zone}" }}`,
    `{{ (${time}).Format ${literal(layout)} }}`,
    `{{ toDate ${literal(layout)} ${literal(many(random, 6, () => random.pick(['2024', '12', '5', 'Jan', 'Mon', '-', ':', ' ', 'PM', '+0100'])))} }}`,
    `{{ mustToDate "${random.pick(['2006-01-02', '15:04', 'Jan _2 2006'])}" ${literal(random.pick([day, '25:00', 'Feb 30 2024', 'Mar  3 1999']))} }}`,
    `{{ dateModify "${span}" ${time} }}`,
    `{{ ${time} | unixEpoch }} {{ (${time}).YearDay }} {{ (${time}).Weekday }}`,
    `{{ duration "${random.below(1_000_000)}" }} {{ durationRound "${span}" }} {{ durationRound ${random.below(10_000_000)} }}`,
    `{{ (${time}).Sub ${time} }} {{ (${time}).AddDate ${random.below(3)} ${random.below(20)} ${random.below(50)} }}`,
  ]);
}

/** Versions and the ranges they may lie in. */
export function generateSemver(random: SeededRandom): string {
  const number = (): string =>
    random.pick(['0', '1', '2', '10', String(random.below(30)), random.chance(0.1) ? 'x' : '3', '01']);
  const version = (): string => {
    const core = Array.from({ length: random.below(3) + 1 }, number).join('.');
    const tail = random.pick(['', '', '', '-alpha', '-beta.1', '-rc.01', '+build', '-a+b', '-', '+']);
    return `${random.pick(['', '', 'v', '=v', ' '])}${core}${tail}`;
  };
  const comparison = (): string =>
    `${random.pick(['', '=', '!=', '>', '<', '>=', '<=', '=>', '=<', '~', '^', '~>', '>> '])}${random.pick(['', ' '])}${random.pick([version(), `${number()}.x`, '*', `${number()}.${number()}.*`])}`;
  const range = random.pick([
    comparison,
    () => `${comparison()}, ${comparison()}`,
    () => `${comparison()} ${comparison()}`,
    () => `${comparison()} || ${comparison()}`,
    () => `${version()} - ${version()}`,
  ])();
  return random.pick([
    `{{ semverCompare ${literal(range)} ${literal(version())} }}`,
    `{{ semverCompare ${literal(range)} ${literal(version())} }}`,
    `{{ $v := semver ${literal(version())} }}{{ $v.Major }}.{{ $v.Minor }}.{{ $v.Patch }} {{ $v.Prerelease }} {{ $v.Metadata }} {{ $v }} {{ $v.Original }}`,
  ]);
}

/** Regular expressions, many of them odd. */
export function generateRegex(random: SeededRandom): string {
  const atom = (): string =>
    random.pick([
      'a',
      'b',
      'c',
      '.',
      '\\d',
      '\\w+',
      '\\s',
      '[abc]',
      '[^a]',
      '[a-c0-9]',
      '(a|b)',
      '(?:ab)',
      '(?i)A',
      '^',
      '$',
      '\\b',
      'é',
      '\\.',
      '[[:alpha:]]',
      '\\pL',
      'x{2}',
      '(?P<n>b)',
      '()',
      '\\Qa.\\E',
      '\\x41',
      '(',
      '[',
      '*',
      '\\',
      '(?=a)',
      '\\1',
    ]);
  const pattern = many(random, 5, () => atom() + random.pick(['', '', '', '*', '+', '?', '{1,2}', '*?', '+?']));
  const text = many(random, 12, () => random.pick(['a', 'b', 'c', 'x', '1', ' ', '.', 'é', 'A', '\n', 'ab']));
  const replacement = many(random, 3, () =>
    random.pick(['$1', '\u0024{1}', '$0', 'z', '$n', '$$', '-', '\u0024{n}x', '$1x']),
  );
  const limit = random.pick(['-1', '0', '1', '2']);
  return random.pick([
    `{{ regexMatch ${literal(pattern)} ${literal(text)} }}`,
    `{{ mustRegexMatch ${literal(pattern)} ${literal(text)} }}`,
    `{{ mustRegexFind ${literal(pattern)} ${literal(text)} | quote }}`,
    `{{ mustRegexFindAll ${literal(pattern)} ${literal(text)} ${limit} | toJson }}`,
    `{{ mustRegexReplaceAll ${literal(pattern)} ${literal(text)} ${literal(replacement)} | quote }}`,
    `{{ mustRegexReplaceAllLiteral ${literal(pattern)} ${literal(text)} ${literal(replacement)} | quote }}`,
    `{{ mustRegexSplit ${literal(pattern)} ${literal(text)} ${limit} | toJson }}`,
    `{{ regexQuoteMeta ${literal(text)} }}`,
  ]);
}

/** What is nearly a template: tokens in any order. */
export function generateSyntax(random: SeededRandom): string {
  const token = (): string =>
    random.pick([
      '.',
      '.Values.str',
      '.Values.map',
      '$',
      '$x',
      '"s"',
      '`r`',
      '1',
      '-1.5',
      'true',
      'nil',
      '|',
      '(',
      ')',
      ':=',
      '=',
      ',',
      'if',
      'else',
      'end',
      'range',
      'with',
      'define "d"',
      'template "d"',
      'include "d"',
      'break',
      'continue',
      'quote',
      'upper',
      'nope',
      '"',
      '^',
      '0x',
      "'a'",
      '.a.b',
      '1.2.3',
      'block "e"',
    ]);
  const action = (): string =>
    `{{${random.pick([' ', '- ', ''])}${many(random, 5, () => `${token()} `)}${random.pick(['', '-'])}}}`;
  const whole = [
    '{{ end }}',
    '{{ else }}',
    '{{ if .Values.t }}',
    '{{ range .Values.list }}',
    '{{ with .Values.map }}',
    '{{ define "d" }}',
    '{{/* c */}}',
    'text ',
    '\n',
    '{{ . }}',
    '{{ $x := 1 }}',
    '}}',
    '{{',
  ] as const;
  return many(random, 6, () => (random.chance(0.5) ? action() : random.pick(whole)));
}
