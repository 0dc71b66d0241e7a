import type { Library } from '../environment/environment.js';
import { type FunctionDeclaration, globalOverload } from '../environment/function-declaration.js';
import { BOOL, listType, paramType } from '../types/cel-type.js';
import type { CelList } from '../values/cel-list.js';

const LIST = listType(paramType('T'));

/** Lists as sets. */
export const SETS_LIBRARY: Library = {
  functions: [
    relation('contains', contains),
    relation('equivalent', (a, b) => contains(a, b) && contains(b, a)),
    relation('intersects', intersects),
  ],
};

function relation(name: string, holds: (a: CelList, b: CelList) => boolean): FunctionDeclaration {
  const overload = globalOverload(`list_sets_${name}_list`, [LIST, LIST], BOOL, {
    binary: (a, b) => holds(a as CelList, b as CelList),
  });
  return { name: `sets.${name}`, overloads: [overload] };
}

/** Stops at the first element that decides: what comes behind it may be broken. */
function contains(list: CelList, part: CelList): boolean {
  for (const element of part) if (!list.contains(element)) return false;
  return true;
}

function intersects(a: CelList, b: CelList): boolean {
  for (const element of a) if (b.contains(element)) return true;
  return false;
}
