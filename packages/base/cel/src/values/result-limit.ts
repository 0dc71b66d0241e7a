import { CelCancelled } from './cel-error.js';

/** No text that an expression makes may be longer, and no list that is gone through at once, whatever it costs. */
const MOST = 2 ** 26;

/** The cost limit is reached. */
export function overCost(): CelCancelled {
  return new CelCancelled('operation cancelled: actual cost limit exceeded');
}

/** Refuses a result that memory has no place for, before it is made. @throws CelCancelled */
export function refuseHuge(size: number): void {
  if (size > MOST) throw overCost();
}
