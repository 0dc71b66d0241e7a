/** An advice, and which problems it fits. */
type Advice = readonly [problem: RegExp, hint: string];

/** What only the top of a chart's values has, read from somewhere else: the second name of the path is the one that is missing. */
const TOP_PATH = /^\.(?:Values|Release|Chart|Files|Capabilities|Template|Subcharts)\.([^.]+)/;

const OTHER_DOT =
  'Here the dot is not the top of the chart: write "$" before the path within range and with, and hand "." to include.';
const MAKE_DEFAULT = 'The value is missing or null: give it a default in values.yaml, or with "default".';

/** The first that fits counts. */
const ADVICE: readonly Advice[] = [
  [/^can't evaluate field (?:Values|Release|Chart|Files|Capabilities|Template) /, OTHER_DOT],
  [/^nil pointer evaluating/, 'Guard the access with "if" or "with", or give the value a default in values.yaml.'],
  [/^can't evaluate field/, 'Check the path: the value before this field is not a map.'],
  [
    /(?:^template ".*" not defined$|no template ".*" associated)/s,
    'Define the template, or check the spelling of its name.',
  ],
  [/^wrong type for value; .*; got interface \{\}$/, MAKE_DEFAULT],
  [/^wrong type for value; expected string; got (?:map|\[)/, 'Write it as text first, with "toYaml" or "toJson".'],
  [/^wrong type for value; expected string/, 'Convert the value first with "toString".'],
  [/^wrong type for value; expected map/, 'A map is needed: check what values.yaml says there.'],
  [/^wrong type for value; expected \[\]/, 'A list is needed: check what values.yaml says there.'],
  [/^wrong type for value; expected int/, 'Convert the value first with "int".'],
  [/^wrong type for value/, 'Convert the value first, for example with "toString" or "int".'],
  [
    /^expected (?:integer|float|unsigned integer); found "/,
    'Write the number without quotes, and check the order of the arguments.',
  ],
  [/^expected \w+; found /, 'Check the order of the arguments.'],
  [/^wrong number of args/, 'Check what the function takes; the value before a "|" is its last argument.'],
  [
    /incompatible types for comparison/,
    'Compare what has one type: numbers of values.yaml are floats, so write "eq (int .Values.x) 80".',
  ],
  [
    /invalid type for comparison|non-comparable type/,
    'Maps, lists and nil compare with "deepEqual", or not at all with "lt".',
  ],
  [/index out of range/, 'Look at the length first, with "len".'],
  [/^error calling (?:index|slice): (?:cannot|value) /, 'A list has numbers, a map has texts for keys.'],
  [/^range can't iterate over/, 'Only lists, maps and whole numbers have something to range over.'],
  [/^undefined variable/, 'Declare the variable with := in this block or around it.'],
  [/error parsing regexp/, 'Correct the pattern; it has the syntax of RE2, without look-around and back-references.'],
  [/improper constraint/, 'Write a range such as ">=1.2.0-0 <2" or "^1.2.0".'],
  [
    /^error calling semver\w*: (?:invalid|Invalid|version)/,
    'Versions look like 1.2.3, with numbers alone between the dots.',
  ],
  [/integer divide by zero/, 'Look whether the divisor is zero first.'],
  [/nested reference name|exceeded maximum template depth/, 'The template includes itself without an end.'],
];

/** Advice on an error of the execution. @param place the text of the node that failed */
export function execHint(problem: string, place: string): string | undefined {
  if (isOtherDot(problem, place)) return OTHER_DOT;
  return ADVICE.find(([pattern]) => pattern.test(problem))?.[1];
}

/** `.Values.x` where not even `.Values` is there. */
function isOtherDot(problem: string, place: string): boolean {
  const second = TOP_PATH.exec(place)?.[1];
  return second !== undefined && problem === `nil pointer evaluating interface {}.${second}`;
}
