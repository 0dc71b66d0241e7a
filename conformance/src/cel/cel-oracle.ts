import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askProgram } from '../ask-program.js';
import { builtProgram } from '../go-program.js';
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
  const kubernetes = builtProgram({ name: 'cel-oracle', sources: SOURCES });
  const flux = builtProgram({ name: 'cel-oracle-flux', sources: resolve(SOURCES, 'flux') });
  return {
    functions: () => askProgram<readonly KnownFunction[]>(kubernetes, [{ kind: 'functions' }])[0] ?? [],
    ask: (cases) => {
      const answers = new Map<CelCase, CelAnswer>();
      for (const program of [kubernetes, flux]) {
        const asked = cases.filter(({ kind }) => (kind === 'flux') === (program === flux));
        const told = askProgram<CelAnswer>(program, asked);
        for (const [i, asking] of asked.entries()) answers.set(asking, told[i] ?? { crash: 'the program ended' });
      }
      return cases.map((asked) => answers.get(asked) ?? {});
    },
  };
}
