import { expect, it } from 'vitest';
import { answerCase } from './answer-case.js';
import { describeDifference } from './describe-difference.js';
import { readTable } from './recorded-table.js';

it('CEL comes to what it comes to in Go', () => {
  const differences = readTable().flatMap(({ asked, answer }) => {
    const difference = describeDifference(answer, answerCase(asked));
    return difference === undefined ? [] : [`${JSON.stringify(asked)}\n${difference}`];
  });
  expect(differences).toEqual([]);
});
