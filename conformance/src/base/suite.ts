import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CaseResult, ConformanceCase, Suite } from '../suite.js';
import type { Row } from './rows/row.js';

/**
 * The files of the corpus. Each has a module of its name under `rows/`, with one export `run…Row` of this shape.
 * While there is none its rows are skipped.
 */
const FILES: readonly string[] = [
  'cel',
  'digests',
  'duration',
  'envsubst',
  'gourl',
  'ignore',
  'jsonpatch',
  'jsonpath',
  'kstatus',
  'mergepatch',
  'quantity',
  'selectors',
  'semver',
  'sops',
  'strategicmerge',
  'yaml',
];

/**
 * Runs one row; `table` holds all rows of the file by name, because some are tables that the rest refer to, `folder` the files
 * that rows name.
 */
type RunRow = (row: Row, table: ReadonlyMap<string, Row>, folder: string) => CaseResult | Promise<CaseResult>;

/** What the Go libraries under Flux answer, row by row. */
export const baseSuite: Suite = { corpus: 'golden/base', load: loadCases };

async function loadCases(path: string): Promise<readonly ConformanceCase[]> {
  const files = statSync(path).isDirectory() ? jsonlFiles(path) : [path];
  const cases: ConformanceCase[] = [];
  for (const file of files) cases.push(...(await loadFile(file)));
  if (cases.length === 0) throw new Error(`no *.jsonl rows in ${path}`);
  return cases;
}

function jsonlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

async function loadFile(file: string): Promise<readonly ConformanceCase[]> {
  const kind = FILES.find((name) => basename(file).startsWith(name));
  if (kind === undefined) throw new Error(`${file}: not one of ${FILES.join(', ')}`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
  const table = new Map(rows.map((row) => [row.name, row]));
  const run = await loadRunner(kind);
  return rows.map((row) => ({ name: `${kind}/${row.name}`, run: () => run(row, table, dirname(file)) }));
}

async function loadRunner(kind: string): Promise<RunRow> {
  const skip: RunRow = () => ({ kind: 'skip', why: `nothing runs the rows of ${kind}.jsonl yet` });
  const url = new URL(`./rows/${kind}.js`, import.meta.url);
  if (!existsSync(url)) return skip;
  const module = Object.entries((await import(url.href)) as Record<string, unknown>);
  const runner = module.find(([name, value]) => /^run\w*Row$/.test(name) && typeof value === 'function');
  return runner === undefined ? skip : (runner[1] as RunRow);
}
