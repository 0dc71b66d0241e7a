/** The least and the most that something may cost or hold. */
export interface CostRange {
  readonly min: number;
  readonly max: number;
}

/** More than this is not counted; it stands for what has no bound. */
export const UNBOUNDED = 2 ** 64;

/** Anything from nothing to no bound at all. */
export const UNKNOWN_RANGE: CostRange = { min: 0, max: UNBOUNDED };

/** Exactly that much. */
export function exactly(amount: number): CostRange {
  return { min: amount, max: amount };
}

/** One and the other. */
export function plus(a: CostRange, b: CostRange): CostRange {
  return { min: bounded(a.min + b.min), max: bounded(a.max + b.max) };
}

/** One as many times as the other. */
export function times(a: CostRange, b: CostRange): CostRange {
  return { min: bounded(a.min * b.min), max: bounded(a.max * b.max) };
}

/** A part or a multiple, rounded up. */
export function scaled(range: CostRange, factor: number): CostRange {
  return { min: bounded(Math.ceil(range.min * factor)), max: bounded(Math.ceil(range.max * factor)) };
}

/** One or the other. */
export function either(a: CostRange, b: CostRange): CostRange {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function bounded(amount: number): number {
  return Math.min(amount, UNBOUNDED);
}
