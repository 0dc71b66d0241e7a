import { parseArgs } from 'node:util';
import { type SeededRandom, seededRandom } from '../seeded-random.js';
import { answerCase } from './answer-case.js';
import type { CelCase } from './cel-case.js';
import { celOracle } from './cel-oracle.js';
import { describeDifference } from './describe-difference.js';
import { type Ground, typedFunctions } from './generate/generate-expression.js';
import { TOPICS } from './generate/topics.js';
import { recordTable } from './recorded-table.js';

const USAGE =
  'usage: npm run conformance:cel -- [--cases N] [--seed S] [--topic NAME] [--show N] [--record]   (needs Go for the first run)';

function main(): number {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      topic: { type: 'string' },
      show: { type: 'string', default: '10' },
      record: { type: 'boolean', default: false },
    },
  });
  const [count, seed, show] = [Number(values.cases), Number(values.seed), Number(values.show)];
  const known = values.topic === undefined || Object.hasOwn(TOPICS, values.topic);
  if (![count, seed, show].every(Number.isInteger) || !known) {
    console.error(`${USAGE}\ntopics: ${Object.keys(TOPICS).join(', ')}`);
    return 2;
  }
  const oracle = celOracle();
  if (values.record) {
    console.log(`${recordTable(oracle)} cases recorded`);
    return 0;
  }
  const functions = typedFunctions(oracle.functions());
  const cases = Array.from({ length: count }, (_, i) => {
    const random = seededRandom(seed * 1_000_003 + i);
    return generate({ random, functions, variables: [], dynamic: true }, values.topic);
  });
  const answers = oracle.ask(cases);
  let failed = 0;
  let crashed = 0;
  for (const [i, asked] of cases.entries()) {
    if (answers[i]?.['crash'] !== undefined) crashed++;
    const difference = describeDifference(answers[i] ?? {}, answerCase(asked));
    if (difference === undefined) continue;
    failed++;
    if (failed <= show) console.log(`FAIL case ${i} (seed ${seed})\n${described(asked)}\n${difference}`);
  }
  if (crashed > 0) console.log(`${crashed} of them crash Go's library, so nothing was compared`);
  console.log(`${count - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function described(asked: CelCase): string {
  return asked.kind === 'expression' ? asked.expression : JSON.stringify(asked);
}

function generate(ground: Ground, topic: string | undefined): CelCase {
  const names = Object.keys(TOPICS);
  const name = topic ?? pickName(names, ground.random);
  return (TOPICS[name] as (ground: Ground) => CelCase)(ground);
}

function pickName(names: readonly string[], random: SeededRandom): string {
  return names[random.below(names.length)] ?? 'calls';
}

process.exitCode = main();
