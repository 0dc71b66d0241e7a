import type { CelCase } from '../cel-case.js';
import { anyType, type Ground, generateExpression } from './generate-expression.js';
import { generateLoop } from './generate-loop.js';
import { generateDamaged } from './generate-text.js';
import { VARIABLES } from './literals.js';
import { parseType } from './value-type.js';

const STATUS = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'thing', generation: 3, labels: { app: 'a' } },
  spec: VARIABLES.obj.spec,
  status: {
    observedGeneration: 3,
    phase: 'Running',
    conditions: [
      { type: 'Ready', status: 'True', reason: 'Ok' },
      { type: 'Stalled', status: 'False' },
    ],
  },
};

const FIELDS = [
  ['status.phase', 'string'],
  ['status.observedGeneration', 'int'],
  ['metadata.generation', 'int'],
  ['status.conditions', 'list(dyn)'],
  ['status.conditions.filter(e, e.type == "Ready").all(e, e.status == "True")', 'bool'],
  ['spec.ports', 'list(int)'],
  ['spec.ratio', 'double'],
  ['metadata.labels', 'map(string, string)'],
  ['status.missing', 'dyn'],
  ['metadata.labels["app"]', 'string'],
] as const;

/** An expression as health checks, dependencies and receivers have. */
export function generateFlux(ground: Ground): CelCase {
  const { random } = ground;
  const checked = random.chance(0.5);
  const prefixes = checked ? ['self.', 'dep.'] : [''];
  const variables = prefixes.flatMap((prefix) =>
    FIELDS.map(([text, type]) => ({ text: prefix + text, type: parseType(type) })),
  );
  const as = random.pick(['boolean', 'boolean', 'string', 'strings', 'any'] as const);
  const wanted = { boolean: 'bool', string: 'string', strings: 'list(string)', any: 'int' }[as];
  const within = { ...ground, dynamic: false, variables };
  const type = random.chance(0.8) ? parseType(wanted) : anyType(random);
  const expression = random.chance(0.1)
    ? generateDamaged(within)
    : random.chance(0.2)
      ? generateLoop(within, type, 2)
      : generateExpression(within, type, 1 + random.below(3));
  const output = checked && random.chance(0.5) ? { output: random.pick(['bool', 'string'] as const) } : {};
  return {
    kind: 'flux',
    expression,
    variables: checked ? { self: STATUS, dep: STATUS } : STATUS,
    checked,
    as,
    ...output,
  };
}
