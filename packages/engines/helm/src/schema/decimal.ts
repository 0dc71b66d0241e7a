/** A number of JSON, exactly: coefficient × 10^exponent. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Larger powers of ten are taken for this one: aligning two numbers must stay cheap. */
const MAX_EXPONENT = 5_000;

const NUMBER = /^(-?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;

/** Reads a number as JSON or Go writes it. */
export function parseDecimal(text: string): Decimal {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const coefficient = BigInt(whole + fraction);
  return {
    coefficient: sign === '-' ? -coefficient : coefficient,
    exponent: Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(exponent) - fraction.length)),
  };
}

/** Negative, zero or positive as `a` is smaller than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : Number(left > right);
}

/** Whether `a` is a whole multiple of `b`; of zero only zero is none either, since Go cannot divide by it. */
export function isMultipleOf(a: Decimal, b: Decimal): boolean {
  const [left, right] = aligned(a, b);
  return right !== 0n && left % right === 0n;
}

/** Whether there is no fraction. */
export function isWhole(value: Decimal): boolean {
  return isMultipleOf(value, { coefficient: 1n, exponent: 0 });
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [scaled(a, exponent), scaled(b, exponent)];
}

function scaled({ coefficient, exponent }: Decimal, to: number): bigint {
  return coefficient === 0n ? 0n : coefficient * 10n ** BigInt(exponent - to);
}
