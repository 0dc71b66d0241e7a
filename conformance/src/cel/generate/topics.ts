import type { CelCase } from '../cel-case.js';
import { generateAdmission, generateMutation } from './generate-admission.js';
import { anyType, call, type Ground, generateExpression, writeCall } from './generate-expression.js';
import { generateFlux } from './generate-flux.js';
import { generateLoop } from './generate-loop.js';
import { generateSchemaCase } from './generate-schema.js';
import { generateDamaged, generateLiteral, generateMessage, generatePieces } from './generate-text.js';
import { VARIABLES } from './literals.js';

type Make = (ground: Ground) => CelCase;

/** What is generated, by topic. */
export const TOPICS: Readonly<Record<string, Make>> = {
  calls: expression((ground) => call(ground, anyType(ground.random), 2)),
  functions: expression((ground) => oneOf(ground, () => true)),
  deep: expression((ground) => generateExpression(ground, anyType(ground.random), 4)),
  loops: expression((ground) => generateLoop(ground, anyType(ground.random), 3)),
  format: expression((ground) => oneOf(ground, (name) => name === 'format')),
  damaged: expression(generateDamaged),
  pieces: expression(({ random }) => generatePieces(random)),
  literals: expression(({ random }) => generateLiteral(random)),
  messages: expression(generateMessage),
  schema: generateSchemaCase,
  admission: generateAdmission,
  mutation: generateMutation,
  flux: generateFlux,
};

function expression(make: (ground: Ground) => string): Make {
  return (ground) => ({ kind: 'expression', expression: make(ground), variables: VARIABLES });
}

function oneOf(ground: Ground, fits: (name: string) => boolean): string {
  const { random, functions } = ground;
  const names = [...new Set(functions.map(({ name }) => name).filter(fits))];
  const name = names[random.below(names.length)];
  const versions = functions.filter((candidate) => candidate.name === name);
  const chosen = versions[random.below(versions.length)];
  return chosen === undefined ? 'null' : writeCall(ground, chosen, chosen.result, 1);
}
