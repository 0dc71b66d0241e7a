import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConformanceCase, Suite } from '../suite.js';
import { chartCases } from './chart-case.js';
import { miniChartCases } from './mini-chart-case.js';
import { postRenderCases } from './post-render-case.js';
import { templateCases } from './template-case.js';

/** What Helm answers: single templates, small charts, published charts and post-rendering. */
export const helmSuite: Suite = { corpus: 'golden/helm', load: loadCases };

type LoadCases = (path: string) => readonly ConformanceCase[];

/** Readers by the beginning of the names of files. */
const READERS: readonly (readonly [start: string, load: LoadCases])[] = [
  ['templates', templateCases],
  ['minicharts', miniChartCases],
  ['charts', chartCases],
  ['cases', chartCases],
  ['postrender', postRenderCases],
];

const ALL = ['templates.jsonl', 'minicharts.jsonl', 'charts', 'postrender.jsonl'];

function loadCases(path: string): Promise<readonly ConformanceCase[]> {
  const isWhole = statSync(path).isDirectory() && readerOf(path) === undefined;
  const parts = isWhole ? ALL.map((name) => join(path, name)) : [path];
  const cases = parts.flatMap((part) => {
    const load = readerOf(part);
    if (load === undefined) throw new Error(`${part}: none of ${ALL.join(', ')}`);
    return load(part);
  });
  if (cases.length === 0) throw new Error(`no cases in ${path}`);
  return Promise.resolve(cases);
}

function readerOf(path: string): LoadCases | undefined {
  return READERS.find(([start]) => basename(path).startsWith(start))?.[1];
}

/** The rows of a file of JSON lines. */
export function readRows<T>(path: string): T[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
