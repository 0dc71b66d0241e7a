import { helmTable } from '@gotk/helm';
import type { SeededRandom } from '../../seeded-random.js';

/** What comes out differently every time, or takes for ever with large numbers. */
const LEFT_OUT =
  /^(?:now|ago|date|dateInZone|date_in_zone|htmlDate|htmlDateInZone|uuidv4|rand.*|gen.*|bcrypt|htpasswd|encryptAES|derivePassword|shuffle|keys|values|repeat|indent|nindent|until|untilStep|seq|call|buildCustomCert)$/;

const FUNCTIONS = helmTable.all().filter(({ name }) => !LEFT_OUT.test(name));

const LITERALS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '42',
  '255',
  '9223372036854775807',
  '-9223372036854775808',
  '1.5',
  '-0.0',
  '1e3',
  '1e21',
  '0x1F',
  '1_000',
  '0b101',
  '0o17',
  "'a'",
  "'\\n'",
  '1i',
  '""',
  '"a"',
  '"abc def"',
  '"A-b_c"',
  '"12"',
  '"1.5e3"',
  '"true"',
  '"2024-03-15"',
  '"2006-01-02"',
  '"1h30m"',
  '">=1.2, <2"',
  '"^1.2"',
  '"1.2.3"',
  '"a,b,c"',
  '"["',
  '"(a+)"',
  '"a/b/../c.txt"',
  '"http://u:p@h:1/p?q=1#f"',
  '"%d %s"',
  '"é日"',
  '"\\t\\n\\"x\\""',
  '"aGk="',
  '"{\\"a\\": 1}"',
  '"a: [1, 2]"',
  '"bool"',
  '"map"',
  '"string"',
  '"a"',
  '"b"',
  'true',
  'false',
  'nil',
] as const;

const VALUE_NAMES = [
  'str',
  'empty',
  'num',
  'neg',
  'zero',
  'flt',
  'big',
  'huge',
  'small',
  't',
  'f',
  'nul',
  'numstr',
  'intstr',
  'hexstr',
  'uni',
  'multi',
  'list',
  'nums',
  'mixed',
  'elist',
  'nested',
  'map',
  'emap',
  'deep',
  'maps',
  'date',
  'ver',
  'yaml',
  'json',
  'missing',
  'deep.a.b.c',
  'deep.a.b.n',
  'map.a',
  'map.c',
  'missing.x',
] as const;

/** Values that no YAML holds: other types of Go's, nil ones, what is no text, and what the chart and the cluster say. */
const TYPED_VALUES = [
  '(int64 5)',
  '(index "AB" 0)',
  '(float64 "NaN")',
  '(float64 "-Inf")',
  '(b64dec "/2H+")',
  '(splitList "," "b,a")',
  '(until 3)',
  '(split "," "a,b")',
  '(chunk 2 (list 1 2 3))',
  '(mustRegexFindAll "x" "y" -1)',
  '(semver "1.2.3-rc.1+b")',
  '(toDate "2006-01-02" "2024-03-15")',
  '((toDate "2006-01-02" "2024-03-15").Sub (toDate "2006-01-02" "2024-03-14"))',
  '(toDate "2006-01-02" "2024-03-15").Weekday',
  '(toDate "2006-01-02" "2024-03-15").Month',
  '(fromJson "null")',
  '(fromJsonArray "null")',
  '(fromYaml "")',
  '.Capabilities.KubeVersion',
  '.Capabilities.HelmVersion',
  '.Files',
  '(.Files.GetBytes "files/a.txt")',
  '(.Files.Lines "files/a.txt")',
  '.Chart',
  '.Release',
  '.Template',
] as const;

/** An expression of literals, values and calls, as likely wrong as right. */
export function generateExpression(random: SeededRandom, depth = 0): string {
  if (depth > 3 || random.chance(0.3)) return operand(random);
  const definition = FUNCTIONS[random.below(FUNCTIONS.length)];
  if (definition === undefined) return operand(random);
  const { parameters, variadic, name } = definition;
  const count = argumentCount(random, parameters.length, variadic !== undefined);
  const args = Array.from({ length: count }, (_, index) => {
    return argument(random, (parameters[index] ?? variadic)?.kind ?? 'value', depth);
  });
  if (args.length > 0 && random.chance(0.3)) return `${args.at(-1)} | ${[name, ...args.slice(0, -1)].join(' ')}`;
  return [name, ...args].join(' ');
}

function argumentCount(random: SeededRandom, fixed: number, isVariadic: boolean): number {
  if (random.chance(0.03)) return random.below(4);
  return isVariadic ? fixed + random.below(4) : fixed;
}

function argument(random: SeededRandom, kind: string, depth: number): string {
  if (random.chance(0.25)) return `(${generateExpression(random, depth + 1)})`;
  if (random.chance(0.15)) return operand(random);
  switch (kind) {
    case 'string':
      return random.pick([
        '.Values.str',
        '.Values.uni',
        '.Values.multi',
        '"a"',
        '"abc"',
        '"1.2.3"',
        '"x y z"',
        '","',
        '""',
      ]);
    case 'int':
    case 'int64':
      return random.pick(['0', '1', '2', '3', '-1', '7']);
    case 'float64':
      return random.pick(['1.5', '.Values.flt', '0.0', '-2.5']);
    case 'bool':
      return random.pick(['true', 'false', '.Values.t']);
    case 'map':
      return random.pick(['.Values.map', '.Values.emap', '.Values.deep', '(dict "a" 1 "b" "x")', '(dict)']);
    case 'slice':
      return random.pick(['.Values.list', '.Values.nums', '.Values.elist', '(list 1 "a" nil)', '(list)']);
    default:
      return operand(random);
  }
}

function operand(random: SeededRandom): string {
  if (random.chance(0.1)) return random.pick(TYPED_VALUES);
  if (random.chance(0.5)) return `.Values.${random.pick(VALUE_NAMES)}`;
  return random.pick(LITERALS);
}

/** A template around an expression. */
export function generateStatement(random: SeededRandom): string {
  const expression = generateExpression(random);
  return random.pick([
    (text: string) => `{{ ${text} }}`,
    (text: string) => `{{ ${text} }}`,
    (text: string) => `{{ (${text}) | toJson }}`,
    (text: string) => `{{ (${text}) | toYaml }}`,
    (text: string) => `{{ (${text}) | quote }}`,
    (text: string) => `{{ typeOf (${text}) }} {{ printf "%v|%d|%s|%q" (${text}) (${text}) (${text}) (${text}) }}`,
    (text: string) => `{{ if ${text} }}yes{{ else }}no{{ end }}`,
    (text: string) => `{{ with ${text} }}<{{ . }}>{{ else }}none{{ end }}`,
    (text: string) => `{{ range $k, $v := ${text} }}{{ $k }}={{ $v }};{{ else }}none{{ end }}`,
    (text: string) => `{{ $x := ${text} }}{{ $x }}{{ $x | default "d" }}`,
    (text: string) => `{{ define "d" }}[{{ . }}]{{ end }}{{ include "d" (${text}) }}{{ template "d" ${text} }}`,
    (text: string) => `{{ tpl (print \`{{ \` ${JSON.stringify(text)} \` }}\`) . }}`,
  ])(expression);
}
