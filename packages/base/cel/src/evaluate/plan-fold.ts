import type { Comprehension } from '../ast/expr.js';
import { CelError } from '../values/cel-error.js';
import { ArrayList, CelList, GrowingList } from '../values/cel-list.js';
import { CelMap, EntryMap, GrowingMap } from '../values/cel-map.js';
import type { CelValue } from '../values/value.js';
import { type Frame, Pending, type Step } from './frame.js';
import { goTypeOf } from './go-type-name.js';
import type { Planner } from './plan.js';
import type { Planned } from './planned.js';

interface Loop {
  readonly range: Step;
  readonly pending: Pending;
  readonly condition: Step;
  readonly step: Step;
  readonly result: Step;
  readonly accumulator: number;
  readonly first: number;
  readonly second: number | undefined;
}

/** Plans a loop. @throws CelError */
export function planFold(planner: Planner, expr: Comprehension): Planned {
  const { variable, secondVariable } = expr;
  const initial = planner.plan(expr.initial);
  const range = planner.plan(expr.range);
  const names = secondVariable === undefined ? [variable] : [variable, secondVariable];
  const loop = planner.within([expr.accumulator], ([accumulator]): Loop => {
    const own = new Map([[expr.accumulator, accumulator as number]]);
    const inner = planner.within(names, ([first, second]) =>
      // The accumulator hides a variable of the same name.
      planner.withSlots(own, () => ({
        condition: planner.plan(expr.condition),
        step: planner.plan(expr.step),
        first: first as number,
        second,
      })),
    );
    const pending = new Pending((frame) => growing(attempt(() => initial.evaluate(frame))));
    return { ...inner, pending, range, result: planner.plan(expr.result), accumulator: accumulator as number };
  });
  return { id: expr.id, evaluate: (frame) => evaluateLoop(frame, loop) };
}

function evaluateLoop(frame: Frame, loop: Loop): CelValue {
  const range = loop.range.evaluate(frame);
  frame.slots[loop.accumulator] = loop.pending;
  for (const [first, second] of entriesOf(range, loop.second !== undefined)) {
    frame.slots[loop.first] = first;
    if (loop.second !== undefined) frame.slots[loop.second] = second;
    const condition = attempt(() => loop.condition.evaluate(frame));
    if (condition === false) break;
    frame.slots[loop.accumulator] = attempt(() => loop.step.evaluate(frame));
  }
  return settled(loop.result.evaluate(frame));
}

/** An empty list or map to which a loop adds grows in place. */
function growing(value: CelValue | CelError): CelValue | CelError {
  if (value instanceof CelList && value.size === 0) return new GrowingList();
  return value instanceof CelMap && value.size === 0 ? new GrowingMap() : value;
}

/** What grew is done growing. */
function settled(value: CelValue): CelValue {
  if (value instanceof GrowingList) return new ArrayList(value.elements);
  return value instanceof GrowingMap ? EntryMap.of(value) : value;
}

/** What a loop goes over; an element that cannot be read fails where it is used. */
type LoopEntry = readonly [CelValue | CelError, CelValue | CelError];

function entriesOf(range: CelValue, pairs: boolean): Iterable<LoopEntry> {
  if (range instanceof CelList) return elementsOf(range, pairs);
  if (range instanceof CelMap) return keysOf(range, pairs);
  const type = goTypeOf(range);
  throw new CelError(pairs ? `unsupported comprehension range type: ${type}` : `got '${type}', expected iterable type`);
}

function* elementsOf(list: CelList, pairs: boolean): Iterable<LoopEntry> {
  for (let i = 0; i < list.size; i++) {
    const element = attempt(() => list.at(i));
    yield pairs ? [BigInt(i), element] : [element, null];
  }
}

function* keysOf(map: CelMap, pairs: boolean): Iterable<LoopEntry> {
  for (const key of map.keys()) yield [key, pairs ? attempt(() => map.find(key) ?? null) : null];
}

function attempt(read: () => CelValue): CelValue | CelError {
  try {
    return read();
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}
