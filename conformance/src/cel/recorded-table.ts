import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../seeded-random.js';
import type { CelAnswer, CelCase, KnownFunction } from './cel-case.js';
import type { CelOracle } from './cel-oracle.js';
import { type Ground, type TypedFunction, typedFunctions, writeCall } from './generate/generate-expression.js';
import { VARIABLES } from './generate/literals.js';
import { TOPICS } from './generate/topics.js';

const TABLE = resolve(fileURLToPath(import.meta.url), '../../../cel/table.jsonl');

/** How many cases of each topic are kept, and how long their expressions may be. */
const KEPT = 40;
const LONGEST = 160;

/** A case and what Go's own libraries say about it. */
export interface RecordedCase {
  readonly asked: CelCase;
  readonly answer: CelAnswer;
}

/** Keeps what the libraries say about a call of every function and a few cases of every topic. @returns how many */
export function recordTable(oracle: CelOracle): number {
  const known = oracle.functions();
  const ground = groundOf(known);
  const calls = ground(0).functions.map((called, i) => expressionCase(callOf(called, ground(i))));
  const others = Object.values(TOPICS).flatMap((make, topic) => {
    const cases = Array.from({ length: KEPT * 4 }, (_, i) => make(ground(1_000_000 * (topic + 1) + i)));
    return cases.filter((asked) => JSON.stringify(asked).length <= lengthLimit(asked)).slice(0, KEPT);
  });
  const asked = [...calls, ...others];
  const answers = oracle.ask(asked);
  const rows = asked.flatMap((one, i) => (answers[i]?.['crash'] === undefined ? [rowOf(one, answers[i] ?? {})] : []));
  writeFileSync(TABLE, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  return rows.length;
}

function groundOf(known: readonly KnownFunction[]): (seed: number) => Ground {
  const functions = typedFunctions(known);
  return (seed) => ({ random: seededRandom(seed), functions, variables: [], dynamic: true });
}

function callOf(called: TypedFunction, ground: Ground): string {
  return writeCall(ground, called, called.result, 1);
}

function expressionCase(expression: string): CelCase {
  return { kind: 'expression', expression, variables: VARIABLES };
}

function lengthLimit(asked: CelCase): number {
  const around = asked.kind === 'schema' ? 400 : JSON.stringify({ ...asked, expression: '' }).length;
  return around + LONGEST;
}

/** A row of the table: expressions over the usual variables stand alone. */
type Row = { readonly e: string; readonly a: CelAnswer } | { readonly c: CelCase; readonly a: CelAnswer };

function rowOf(asked: CelCase, answer: CelAnswer): Row {
  return asked.kind === 'expression' ? { e: asked.expression, a: answer } : { c: asked, a: answer };
}

/** The recorded cases. */
export function readTable(): readonly RecordedCase[] {
  const lines = readFileSync(TABLE, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const row = JSON.parse(line) as Row;
    return { asked: 'e' in row ? expressionCase(row.e) : row.c, answer: row.a };
  });
}
