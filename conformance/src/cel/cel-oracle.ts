import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goProgram } from '../go-program.js';
import type { CelAnswer, CelCase, KnownFunction } from './cel-case.js';

const SOURCES = resolve(fileURLToPath(import.meta.url), '../../../cel-oracle');

/** Go's own libraries, asked through programs that are built once. */
export interface CelOracle {
  /** The functions that Kubernetes' expressions may use, and operators under their names in the syntax tree. */
  functions(): readonly KnownFunction[];
  ask(cases: readonly CelCase[]): readonly CelAnswer[];
}

/** @throws without Go, where the programs are not built yet */
export function celOracle(): CelOracle {
  const kubernetes = programAt('cel-oracle', SOURCES);
  const flux = programAt('cel-oracle-flux', resolve(SOURCES, 'flux'));
  return {
    functions: () => answersOf(kubernetes, ['{"kind":"functions"}'])[0] as unknown as readonly KnownFunction[],
    ask: (cases) => {
      const answers = new Map<CelCase, CelAnswer>();
      for (const program of [kubernetes, flux]) {
        const asked = cases.filter(({ kind }) => (kind === 'flux') === (program === flux));
        const told = answersOf(
          program,
          asked.map((asking) => JSON.stringify(asking)),
        );
        for (const [i, asking] of asked.entries()) answers.set(asking, told[i] ?? {});
      }
      return cases.map((asked) => answers.get(asked) ?? {});
    },
  };
}

function programAt(name: string, sources: string): string {
  const program = goProgram({ name, sources });
  if (program === undefined) throw new Error(`${name} is not built and there is no Go`);
  return program;
}

/** An endless recursion ends a program for good; it starts again behind that case. */
function answersOf(program: string, lines: readonly string[]): readonly CelAnswer[] {
  const answers: CelAnswer[] = [];
  while (answers.length < lines.length) {
    const input = lines.slice(answers.length).join('\n');
    const { stdout } = spawnSync(program, {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const told = stdout.split('\n').filter((line) => line !== '');
    answers.push(...told.map((line) => JSON.parse(line) as CelAnswer));
    if (answers.length < lines.length) answers.push({ crash: 'the program ended' });
  }
  return answers;
}
