import type { SeededRandom } from '../../seeded-random.js';
import type { KnownFunction } from '../cel-case.js';
import { generateLoop } from './generate-loop.js';
import { ATOMS, anyAtom, DYNAMIC } from './literals.js';
import { TEXTS, textLiteral, topicOf } from './texts.js';
import { bindParams, parseType, type ValueType, withParams } from './value-type.js';

/** A function whose types are read. */
export interface TypedFunction {
  readonly name: string;
  readonly member: boolean;
  readonly args: readonly ValueType[];
  readonly result: ValueType;
}

/** A variable that an expression may name. */
export interface KnownVariable {
  readonly text: string;
  readonly type: ValueType;
}

/** What expressions are made of. */
export interface Ground {
  readonly random: SeededRandom;
  readonly functions: readonly TypedFunction[];
  readonly variables: readonly KnownVariable[];
  /** Whether the variables of `DYNAMIC` are there. */
  readonly dynamic: boolean;
}

/** Functions ready for expressions to be made of. */
export function typedFunctions(functions: readonly KnownFunction[]): readonly TypedFunction[] {
  return functions
    .filter(({ name }) => !/^@|__/.test(name))
    .map(({ name, member, args, result }) => ({ name, member, args: args.map(parseType), result: parseType(result) }));
}

const LEAF_TYPES: readonly [string, ...string[]] = [
  'int',
  'int',
  'string',
  'string',
  'bool',
  'uint',
  'double',
  'bytes',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
  'null_type',
  'type',
  'kubernetes.Quantity',
  'net.IP',
  'net.CIDR',
  'kubernetes.URL',
  'kubernetes.Semver',
];

/** A type, not too deep. */
export function anyType(random: SeededRandom, depth = 2): ValueType {
  if (depth > 0 && random.chance(0.3)) {
    const inner = anyType(random, depth - 1);
    const key = parseType(random.pick(['string', 'int', 'bool', 'uint', 'string', 'double']));
    return random.pick<ValueType>([
      { name: 'list', params: [inner] },
      { name: 'map', params: [key, inner] },
      { name: 'optional_type', params: [inner] },
    ]);
  }
  return parseType(random.pick(LEAF_TYPES));
}

/** An expression of a type, now and then of another one. */
export function generateExpression(ground: Ground, wanted: ValueType, depth: number): string {
  const { random } = ground;
  if (random.chance(0.03)) return generateExpression(ground, anyType(random), depth - 1);
  if (random.chance(0.06))
    return `dyn(${generateExpression(ground, random.chance(0.6) ? wanted : anyType(random), depth - 1)})`;
  if (depth <= 0 || random.chance(0.15)) return atom(ground, wanted);
  if (random.chance(0.06)) return conditional(ground, wanted, depth);
  if (random.chance(0.12)) return generateLoop(ground, wanted, depth);
  if (ground.dynamic && random.chance(0.08)) return random.pick(DYNAMIC);
  if (random.chance(0.08)) return access(ground, wanted, depth);
  return call(ground, wanted, depth);
}

function atom(ground: Ground, wanted: ValueType): string {
  const { random, variables } = ground;
  const fitting = variables.filter(({ type }) => bindParams(wanted, type) !== undefined);
  if (fitting.length > 0 && random.chance(0.6)) return fitting[random.below(fitting.length)]?.text ?? '0';
  switch (wanted.name) {
    case 'string':
      return anyText(random, random.chance(0.6) ? 'plain' : undefined);
    case 'list':
      return `[${parts(ground, wanted.params[0], 3).join(', ')}]`;
    case 'map':
      return mapLiteral(ground, wanted);
    case 'optional_type':
      return random.chance(0.4) ? 'optional.none()' : `optional.of(${atom(ground, paramOf(wanted))})`;
    case 'type':
      return random.pick(ATOMS['type'] ?? ['int']);
    default: {
      const atoms = ATOMS[wanted.name];
      if (atoms !== undefined) return random.pick(atoms);
      return ground.dynamic ? anyAtom(random) : random.pick(ATOMS['int'] ?? ['0']);
    }
  }
}

function paramOf(type: ValueType, place = 0): ValueType {
  return type.params[place] ?? { name: 'int', params: [] };
}

function parts(ground: Ground, type: ValueType | undefined, most: number): readonly string[] {
  const wanted = type ?? anyType(ground.random, 0);
  return Array.from({ length: ground.random.below(most + 1) }, () => atom(ground, wanted));
}

function mapLiteral(ground: Ground, wanted: ValueType): string {
  const values = parts(ground, paramOf(wanted, 1), 3);
  const optional = ground.random.chance(0.05) ? '?' : '';
  return `{${values.map((value) => `${optional}${atom(ground, paramOf(wanted))}: ${value}`).join(', ')}}`;
}

/** A text of a topic, as a literal. */
export function anyText(random: SeededRandom, topic?: string): string {
  const topics = Object.keys(TEXTS);
  const texts = TEXTS[topic ?? topics[random.below(topics.length)] ?? 'plain'] ?? TEXTS['plain'] ?? [];
  return textLiteral(texts[random.below(texts.length)] ?? '', random);
}

function conditional(ground: Ground, wanted: ValueType, depth: number): string {
  const condition = generateExpression(ground, { name: 'bool', params: [] }, depth - 1);
  return `(${condition} ? ${generateExpression(ground, wanted, depth - 1)} : ${generateExpression(ground, wanted, depth - 1)})`;
}

function access(ground: Ground, wanted: ValueType, depth: number): string {
  const { random } = ground;
  if (random.chance(0.4)) {
    const list = generateExpression(ground, { name: 'list', params: [wanted] }, depth - 1);
    return `${grouped(list)}[${random.pick(['0', '1', '-1', '5', '0u', '1.0', '?0', 'dyn(0)'])}]`;
  }
  const map = `{'a': ${generateExpression(ground, wanted, depth - 1)}}`;
  return map + random.pick(['.a', "['a']", '.?a', "[?'a']", '.b', "['b']", '.a.orValue(1)', '[1]']);
}

/** A call of a function that gives the type; any function where there is none. */
export function call(ground: Ground, wanted: ValueType, depth: number): string {
  const { random, functions } = ground;
  const fitting = functions.filter(({ result }) => bindParams(result, wanted) !== undefined);
  const candidates = fitting.length === 0 || random.chance(0.05) ? functions : fitting;
  // Each name as often as any other, however many versions it has.
  const names = [...new Set(candidates.map(({ name }) => name))];
  const name = names[random.below(names.length)];
  const versions = candidates.filter((candidate) => candidate.name === name);
  const chosen = versions[random.below(versions.length)];
  return chosen === undefined ? atom(ground, wanted) : writeCall(ground, chosen, wanted, depth);
}

/** A call of one version of a function. */
export function writeCall(ground: Ground, chosen: TypedFunction, wanted: ValueType, depth: number): string {
  const { random } = ground;
  let bound = bindParams(chosen.result, wanted) ?? {};
  const args = chosen.args.map((type, i) => {
    const fresh = withParams(type, bound, (param) => {
      const found = anyType(random, 1);
      bound = { ...bound, [param]: found };
      return found;
    });
    if (fresh.name === 'string' && random.chance(0.75)) return anyText(random, topicOf(chosen.name, i));
    if (chosen.name === 'format' && i === 1) return formatArguments(ground, depth);
    return generateExpression(ground, fresh, depth - 1);
  });
  if (random.chance(0.01)) args.push(anyAtom(random));
  return written(chosen, args);
}

function formatArguments(ground: Ground, depth: number): string {
  const length = ground.random.chance(0.8) ? 1 : ground.random.below(4);
  const args = Array.from({ length }, () => generateExpression(ground, anyType(ground.random), depth - 2));
  return `[${args.map((arg) => (ground.random.chance(0.3) ? `dyn(${arg})` : arg)).join(', ')}]`;
}

const BINARY = /^_(.+)_$/;

function written({ name, member }: TypedFunction, args: readonly string[]): string {
  if (name === '_?_:_') return `(${args[0]} ? ${args[1]} : ${args[2]})`;
  if (name === '_[_]') return `${grouped(args[0] ?? '')}[${args[1]}]`;
  if (name === '_[?_]') return `${grouped(args[0] ?? '')}[?${args[1]}]`;
  if (name === '_?._') return `${grouped(args[0] ?? '')}.?x`;
  const binary = BINARY.exec(name);
  if (binary !== null && args.length === 2) return `(${args[0]} ${binary[1]} ${args[1]})`;
  if (name === '-_' || name === '!_') return `${name[0]}${grouped(args[0] ?? '')}`;
  const [target, ...rest] = args;
  return member ? `${grouped(target ?? '')}.${name}(${rest.join(', ')})` : `${name}(${args.join(', ')})`;
}

/** In parentheses where what follows would bind to a part only. */
export function grouped(text: string): string {
  return /^[\w.]+$|^[\w.]+\([^()]*\)$|^\(.*\)$|^\[.*\]$|^"[^"]*"$/s.test(text) && !/^-|^\d/.test(text)
    ? text
    : `(${text})`;
}
