/** math.Pow(10, exponent), which is exact to the last bit for small exponents alone, and beyond them off as Go's is. */
export function powerOfTen(exponent: number): number {
  if (exponent >= 0 && exponent <= 22) return 10 ** exponent;
  if (Math.abs(exponent) > 400) return exponent > 0 ? Number.POSITIVE_INFINITY : 0;
  const { fraction, binary } = squareAndMultiply(Math.abs(exponent));
  return exponent < 0 ? scaled(1 / fraction, -binary) : scaled(fraction, binary);
}

/** 10 is 0.625 × 2^4; the fraction is squared and multiplied apart from the power of two. */
function squareAndMultiply(exponent: number): { readonly fraction: number; readonly binary: number } {
  let [fraction, binary, square, squareBinary] = [1, 0, 0.625, 4];
  for (let rest = exponent; rest !== 0; rest >>= 1) {
    if ((rest & 1) === 1) {
      fraction *= square;
      binary += squareBinary;
    }
    square *= square;
    squareBinary *= 2;
    if (square < 0.5) {
      square += square;
      squareBinary--;
    }
  }
  return { fraction, binary };
}

/** Two steps, as one factor may lie outside of what a float64 holds. */
function scaled(fraction: number, binary: number): number {
  const half = Math.trunc(binary / 2);
  return fraction * 2 ** half * 2 ** (binary - half);
}
