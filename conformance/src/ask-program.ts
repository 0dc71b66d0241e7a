import { spawnSync } from 'node:child_process';

/**
 * What a program that reads a line of JSON for each question, and writes one for each answer, says.
 *
 * @returns the answers in the order of the questions; `undefined` where the program ended on a question, as an endless recursion ends
 *   it for good: it starts again behind that one.
 */
export function askProgram<Answer>(program: string, questions: readonly unknown[]): readonly (Answer | undefined)[] {
  const lines = questions.map((question) => JSON.stringify(question));
  const answers: (Answer | undefined)[] = [];
  while (answers.length < lines.length) {
    answers.push(...askOnce<Answer>(program, lines.slice(answers.length)));
    if (answers.length < lines.length) answers.push(undefined);
  }
  return answers;
}

/** The answers up to the end, or up to a question that ended the program. */
function askOnce<Answer>(program: string, lines: readonly string[]): readonly Answer[] {
  const { stdout } = spawnSync(program, {
    input: lines.join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const told = stdout.split('\n').filter((line) => line !== '');
  return told.map((line) => JSON.parse(line) as Answer);
}
