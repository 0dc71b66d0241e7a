import { LocatedError } from '@gotk/located-error';
import { isInt64, MAX_SHIFT, type Quantity } from './quantity.js';

/** The sum. It takes the format of `a`, or of `b` where `a` is zero. @throws LocatedError `quantity-range`. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const format = a.unscaled === 0n ? b.format : a.format;
  if (a.form === 'int64' && b.form === 'int64') {
    if (b.unscaled === 0n) return { unscaled: a.unscaled, exponent: a.exponent, format, form: 'int64' };
    if (a.unscaled === 0n) return { unscaled: b.unscaled, exponent: b.exponent, format, form: 'int64' };
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const [left, right] = [shifted(a, exponent), shifted(b, exponent)];
  const fits = a.form === 'int64' && b.form === 'int64' && [left, right, left + right].every(isInt64);
  return { unscaled: left + right, exponent, format, form: fits ? 'int64' : 'decimal' };
}

/** The difference. It takes the format of `a`, or of `b` where `a` is zero. @throws LocatedError `quantity-range`. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled });
}

function shifted({ unscaled, exponent }: Quantity, low: number): bigint {
  if (exponent - low > MAX_SHIFT)
    throw new LocatedError({ code: 'quantity-range', message: 'quantities are too far apart to be added' });
  return unscaled * 10n ** BigInt(exponent - low);
}
