import {
  type FunctionDeclaration,
  globalOverload,
  memberOverload,
  type Singleton,
} from '../../environment/function-declaration.js';
import { BOOL, BYTES, INT, listType, mapType, paramType, STRING } from '../../types/cel-type.js';
import { noSuchOverload } from '../../values/cel-error.js';
import { CelList } from '../../values/cel-list.js';
import { CelMap } from '../../values/cel-map.js';
import type { CelValue } from '../../values/value.js';
import { compileRegex } from '../regex.js';

const LIST_OF_A = listType(paramType('A'));
const MAP_OF_A = mapType(paramType('A'), paramType('B'));

const SIZE: Singleton = {
  unary: (value) => BigInt(sizeOf(value) ?? 0),
  accepts: (value) => sizeOf(value) !== undefined,
};

const MATCHES: Singleton = {
  binary: (text, pattern) => matchesRegex(text, pattern),
  accepts: (value) => typeof value === 'string',
};

/** `size`, `contains`, `endsWith`, `startsWith` and `matches`. */
export const TEXT_FUNCTIONS: readonly FunctionDeclaration[] = [
  {
    name: 'size',
    overloads: [
      globalOverload('size_bytes', [BYTES], INT),
      memberOverload('bytes_size', [BYTES], INT),
      globalOverload('size_list', [LIST_OF_A], INT),
      memberOverload('list_size', [LIST_OF_A], INT),
      globalOverload('size_map', [MAP_OF_A], INT),
      memberOverload('map_size', [MAP_OF_A], INT),
      globalOverload('size_string', [STRING], INT),
      memberOverload('string_size', [STRING], INT),
    ],
    singleton: SIZE,
  },
  test('contains', 'contains_string', (text, part) => text.includes(part)),
  test('endsWith', 'ends_with_string', (text, part) => text.endsWith(part)),
  test('startsWith', 'starts_with_string', (text, part) => text.startsWith(part)),
  {
    name: 'matches',
    overloads: [
      globalOverload('matches', [STRING, STRING], BOOL),
      memberOverload('matches_string', [STRING, STRING], BOOL),
    ],
    singleton: MATCHES,
  },
];

function test(name: string, id: string, holds: (text: string, part: string) => boolean): FunctionDeclaration {
  const binary = (text: CelValue, part: CelValue): boolean => {
    if (typeof text !== 'string' || typeof part !== 'string') throw noSuchOverload();
    return holds(text, part);
  };
  return { name, overloads: [memberOverload(id, [STRING, STRING], BOOL, { binary })], unguarded: true };
}

/** How many code points, bytes, elements or entries a value has; undefined where it has no size. */
export function sizeOf(value: CelValue): number | undefined {
  if (typeof value === 'string') return countCodePoints(value);
  if (value instanceof Uint8Array) return value.length;
  return value instanceof CelList || value instanceof CelMap ? value.size : undefined;
}

function countCodePoints(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length) {
      pairs++;
      i++;
    }
  }
  return text.length - pairs;
}

function matchesRegex(text: CelValue, pattern: CelValue): boolean {
  if (typeof text !== 'string' || typeof pattern !== 'string') throw noSuchOverload();
  return compileRegex(pattern).matcher(text).find();
}
