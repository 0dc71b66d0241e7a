import { valueText } from '../format/print-value.js';
import type { BranchNode, PipeNode } from '../language/nodes.js';
import { GoInt, goInt } from '../value/go-int.js';
import { GoMap } from '../value/go-map.js';
import type { GoType } from '../value/go-type.js';
import { type GoValue, indirect, itemsOf, typeOf } from '../value/go-value.js';
import { compilePipeline } from './compile-pipeline.js';
import { compileWhenNeeded } from './compile-statement.js';
import type { CompileContext } from './compile-template.js';
import type { Completion, Execute } from './compiled-template.js';
import { failAt } from './exec-error.js';
import type { Frame } from './frame.js';
import type { ScopeVariable } from './scope.js';

/** One iteration of a range. */
type Iterate = (frame: Frame, key: GoValue, element: GoValue) => Completion;

/** Compiles `{{ range }}` over lists, maps and integers. */
export function compileRange(node: BranchNode, context: CompileContext): Execute {
  const { scope } = context;
  return scope.block(() => {
    const rangeSlot = scope.newRange();
    const outerRange = scope.dotRange;
    const subject = compilePipeline(node.pipe, context, rangeSlot);
    const bind = compileBinding(node.pipe, scope.lookup.bind(scope));
    const body = compileWhenNeeded(node.list, context, rangeSlot);
    const otherwise = compileWhenNeeded(node.elseList, context, outerRange);
    const iterate: Iterate = (frame, key, element) => {
      frame.run.step();
      bind?.(frame, key, element);
      return body()(frame, element);
    };
    const declared = node.pipe.variables.length;
    const { start } = node;
    return (frame, dot) => {
      frame.begin(start);
      frame.run.step();
      const value = indirect(subject(frame, dot));
      frame.elementTypes ??= [];
      frame.elementTypes[rangeSlot] = typeOf(value)?.element;
      const ran = runRange({ frame, value, declared }, iterate);
      return ran ? 'done' : otherwise()(frame, dot);
    };
  });
}

/** How the variables of a range get their values; with one variable it is the element. */
function compileBinding(
  { variables }: PipeNode,
  lookup: (name: string) => ScopeVariable | undefined,
): ((frame: Frame, key: GoValue, element: GoValue) => void) | undefined {
  const slots = variables.map(({ path: [name = ''] }) => lookup(name)?.slot ?? 0);
  const first = slots[0];
  const second = slots[1];
  if (first === undefined) return undefined;
  if (second === undefined) {
    return (frame, _key, element) => {
      frame.variables[first] = element;
    };
  }
  return (frame, key, element) => {
    frame.variables[first] = key;
    frame.variables[second] = element;
  };
}

/** Runs the iterations; tells whether there was one. */
function runRange(
  { frame, value, declared }: { readonly frame: Frame; readonly value: GoValue; readonly declared: number },
  iterate: Iterate,
): boolean {
  if (value instanceof GoMap) return rangeMap(frame, value, iterate);
  const items = itemsOf(value);
  if (items !== undefined) return rangeItems(frame, items, iterate);
  if (value instanceof GoInt) {
    if (declared > 1) failAt(frame, `can't use ${valueText(value)} to iterate over more than one variable`);
    return rangeInteger(frame, value, iterate);
  }
  // A nil is like an empty map.
  if (value === undefined || value === null) return false;
  return failAt(frame, `range can't iterate over ${valueText(value)}`);
}

function rangeMap(frame: Frame, map: GoMap, iterate: Iterate): boolean {
  if (map.size === 0) return false;
  // The pairs are taken first: what the body changes in the map does not show.
  const pairs = map.keys().map((key) => [key, map.get(key)] as const);
  for (const [key, value] of pairs) {
    if (iterate(frame, key, value) === 'break') break;
  }
  return true;
}

function rangeItems(frame: Frame, items: readonly GoValue[], iterate: Iterate): boolean {
  for (let index = 0; index < items.length; index++) {
    if (iterate(frame, goInt(index), items[index]) === 'break') break;
  }
  return items.length > 0;
}

function rangeInteger(frame: Frame, { type, value }: GoInt, iterate: Iterate): boolean {
  for (let index = 0; index < value; index++) {
    if (iterate(frame, undefined, integerOf(type, index)) === 'break') break;
  }
  return value > 0;
}

function integerOf(type: GoType, value: number): GoInt {
  return type.name === 'int' ? goInt(value) : new GoInt(type, value);
}
