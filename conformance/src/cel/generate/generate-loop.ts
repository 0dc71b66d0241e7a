import { anyType, type Ground, generateExpression, grouped } from './generate-expression.js';
import { anyAtom } from './literals.js';
import { parseType, type ValueType } from './value-type.js';

const BOOL = parseType('bool');
const INT = parseType('int');

/** A loop, or another macro, that gives a type. */
export function generateLoop(ground: Ground, wanted: ValueType, depth: number): string {
  const { random } = ground;
  switch (wanted.name) {
    case 'bool':
      return random.chance(0.75) ? quantifier(ground, depth) : has(ground, depth);
    case 'list':
      return mapping(ground, wanted.params[0] ?? INT, depth);
    case 'map':
      return transformMap(ground, wanted, depth);
    case 'optional_type':
      return optionalMacro(ground, wanted.params[0] ?? INT, depth);
    default:
      return sorted(ground, wanted, depth);
  }
}

/** The name of a loop variable: now and then one that is taken, or that is none. */
function variableName(ground: Ground): string {
  const { random } = ground;
  if (random.chance(0.06))
    return random.pick(['self', 'n', 'a.b', '__result__', '"x"', 'obj', '1', '@x', 'x[0]', 'int', '.x']);
  return random.pick(['x', 'y', 'i', 'e', 'k', 'v']);
}

interface Range {
  readonly text: string;
  readonly key: ValueType;
  readonly value: ValueType;
}

function range(ground: Ground, depth: number): Range {
  const { random } = ground;
  const value = anyType(random, 1);
  if (ground.dynamic && random.chance(0.2)) {
    const text = random.pick(['nums', 'one', 'mixed', 'obj.items', 'words', 'obj.spec.ports', 'z', 's', 'empty']);
    return { text, key: parseType('dyn'), value: parseType('dyn') };
  }
  if (random.chance(0.25)) {
    const key = parseType(random.pick(['string', 'int', 'bool', 'uint']));
    return { text: generateExpression(ground, { name: 'map', params: [key, value] }, depth - 1), key, value };
  }
  return { text: generateExpression(ground, { name: 'list', params: [value] }, depth - 1), key: INT, value };
}

function inside(ground: Ground, ...added: readonly (readonly [string, ValueType])[]): Ground {
  const names = new Set(added.map(([name]) => name));
  const kept = ground.variables.filter(({ text }) => !names.has(text));
  return { ...ground, variables: [...kept, ...added.map(([text, type]) => ({ text, type }))] };
}

function quantifier(ground: Ground, depth: number): string {
  const { random } = ground;
  const { text, key, value } = range(ground, depth);
  const name = variableName(ground);
  if (random.chance(0.3)) {
    const second = variableName(ground);
    const body = generateExpression(inside(ground, [name, key], [second, value]), BOOL, depth - 1);
    return `${grouped(text)}.${random.pick(['all', 'exists', 'existsOne', 'exists_one'])}(${name}, ${second}, ${body})`;
  }
  const body = generateExpression(inside(ground, [name, value]), BOOL, depth - 1);
  return `${grouped(text)}.${random.pick(['all', 'exists', 'exists_one', 'existsOne'])}(${name}, ${body})`;
}

function has(ground: Ground, depth: number): string {
  const { random } = ground;
  const map = generateExpression(ground, { name: 'map', params: [parseType('string'), anyType(random, 0)] }, depth - 1);
  const argument = random.pick([
    `${grouped(map)}.a`,
    `{'a': 1}.a`,
    `{'a': 1}.b`,
    `${grouped(map)}.a.b`,
    `{}.a`,
    anyAtom(random),
    `${grouped(map)}.?a`,
    `${grouped(map)}["a"]`,
  ]);
  return `has(${argument})`;
}

function mapping(ground: Ground, element: ValueType, depth: number): string {
  const { random } = ground;
  const { text, key, value } = range(ground, depth);
  const name = variableName(ground);
  const within = inside(ground, [name, value]);
  if (random.chance(0.25)) {
    const same: Range = {
      text: generateExpression(ground, { name: 'list', params: [element] }, depth - 1),
      key: INT,
      value: element,
    };
    return `${grouped(same.text)}.filter(${name}, ${generateExpression(inside(ground, [name, element]), BOOL, depth - 1)})`;
  }
  if (random.chance(0.3)) {
    const second = variableName(ground);
    const two = inside(ground, [name, key], [second, value]);
    const filter = random.chance(0.4) ? `${generateExpression(two, BOOL, depth - 1)}, ` : '';
    return `${grouped(text)}.transformList(${name}, ${second}, ${filter}${generateExpression(two, element, depth - 1)})`;
  }
  const filter = random.chance(0.25) ? `${generateExpression(within, BOOL, depth - 1)}, ` : '';
  return `${grouped(text)}.map(${name}, ${filter}${generateExpression(within, element, depth - 1)})`;
}

function transformMap(ground: Ground, wanted: ValueType, depth: number): string {
  const { random } = ground;
  const { text, key, value } = range(ground, depth);
  const [first, second] = [variableName(ground), variableName(ground)];
  const two = inside(ground, [first, key], [second, value]);
  const filter = random.chance(0.4) ? `${generateExpression(two, BOOL, depth - 1)}, ` : '';
  if (random.chance(0.5)) {
    const result = generateExpression(two, wanted.params[1] ?? INT, depth - 1);
    return `${grouped(text)}.transformMap(${first}, ${second}, ${filter}${result})`;
  }
  const entry = generateExpression(two, wanted, depth - 1);
  return `${grouped(text)}.transformMapEntry(${first}, ${second}, ${filter}${entry})`;
}

function optionalMacro(ground: Ground, element: ValueType, depth: number): string {
  const { random } = ground;
  const inner = anyType(random, 0);
  const name = variableName(ground);
  const target = generateExpression(ground, { name: 'optional_type', params: [inner] }, depth - 1);
  const within = inside(ground, [name, inner]);
  if (random.chance(0.5))
    return `${grouped(target)}.optMap(${name}, ${generateExpression(within, element, depth - 1)})`;
  const body = generateExpression(within, { name: 'optional_type', params: [element] }, depth - 1);
  return `${grouped(target)}.optFlatMap(${name}, ${body})`;
}

function sorted(ground: Ground, wanted: ValueType, depth: number): string {
  const { random } = ground;
  const list = generateExpression(ground, { name: 'list', params: [wanted] }, depth - 1);
  const name = variableName(ground);
  const key = generateExpression(inside(ground, [name, wanted]), anyType(random, 0), depth - 1);
  return `${grouped(list)}.sortBy(${name}, ${key})[0]`;
}
