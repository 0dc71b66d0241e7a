/**
 * `unscaled` × 10^`from` in units of 10^`to`, rounded away from zero.
 */
export function roundToExponent(unscaled: bigint, from: number, to: number): bigint {
  if (from >= to) return unscaled * 10n ** BigInt(from - to);
  const digits = String(unscaled).length;
  if (to - from > digits) return unscaled === 0n ? 0n : unscaled > 0n ? 1n : -1n;
  const divisor = 10n ** BigInt(to - from);
  const quotient = unscaled / divisor;
  if (unscaled % divisor === 0n) return quotient;
  return unscaled > 0n ? quotient + 1n : quotient - 1n;
}
