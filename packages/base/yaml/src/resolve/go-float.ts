import { renderGoFloat } from '@gotk/json';

/** `value` rounded to single precision, in Go's shortest `%g` form. */
export function renderGoFloat32(value: number): string {
  const single = Math.fround(value);
  return renderGoFloat(Number.isFinite(single) ? shortest(single) : single);
}

/** The number with the fewest digits that is the same in single precision. */
function shortest(single: number): number {
  for (let precision = 1; precision < 10; precision++) {
    const candidate = Number(single.toPrecision(precision));
    if (Math.fround(candidate) === single) return candidate;
  }
  return single;
}
