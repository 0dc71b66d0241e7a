import { substitute, substituteVariables } from '@gotk/envsubst';
import type { JsonValue } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import { parseYaml, renderYaml } from '@gotk/yaml';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

const SWITCH = 'kustomize.toolkit.fluxcd.io/substitute';

/** The variables of `eval`, as the corpus' README lists them. */
const VARIABLES: Readonly<Record<string, string>> = {
  A1: 'alnum',
  S: 'Hello World',
  UP: 'ABC',
  _x: 'under',
  a: '1',
  b: 'two',
  bs: 'a\\b',
  c: '',
  colon: 'a:b',
  d: '$',
  eq: 'k=v',
  ip: '10.20.30.40',
  neg: '-3',
  num: '12345',
  path: '/usr/local/lib/file.tar.gz',
  q: 'it\'s "x"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a value that looks like a variable
  ref: '${a}',
  rep: 'banana',
  sl: 'x/y/z',
  sp: ' padded ',
  star: 'a*b',
  u: 'ünïcode',
};

/** A row of envsubst.jsonl. */
export function runEnvsubstRow(row: Row, table: ReadonlyMap<string, Row>): CaseResult {
  if (row.op === 'vars') return { kind: 'skip', why: 'the table of variables, not a case' };
  return checkRow(row, () => answer(row, table));
}

function answer(row: Row, table: ReadonlyMap<string, Row>): unknown {
  switch (row.op) {
    case 'eval':
      return evaluate(row, (table.get('vars')?.expected ?? VARIABLES) as Readonly<Record<string, string>>);
    case 'substituteResource':
      return substituteResource(row);
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function evaluate(row: Row, variables: Readonly<Record<string, string>>): string {
  const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  return substitute(String(row['input']), lookup, { strict: row['strict'] === true });
}

/** What kustomize-controller does with a resource: substitute in its YAML and read that again. */
function substituteResource(row: Row): string {
  const resource = parseYaml(String(row['resource']), { dialect: 'kyaml' });
  const off = ['labels', 'annotations'].some((field) => fieldOf(resource, 'metadata', field, SWITCH) === 'disabled');
  if (off) return 'SKIPPED';
  const variables = (row['substitute'] ?? {}) as Readonly<Record<string, string>>;
  const text = renderYaml(resource);
  if (Object.keys(variables).length === 0 && row['always'] !== true) return text;
  try {
    return renderYaml(readBack(substituteVariables(text, onOneLine(variables), { strict: row['strict'] === true })));
  } catch (error) {
    throw new Error(`envsubst error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Flux takes the line breaks out of all values. */
function onOneLine(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replaceAll('\n', '')]));
}

function readBack(text: string): JsonValue {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new Error(`YAMLToJSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
