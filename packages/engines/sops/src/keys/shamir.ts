/**
 * Puts a secret together from shares of it: Shamir's scheme over the bytes of AES' field, each share ending in the point it
 * was taken at.
 *
 * @throws Error in SOPS' words for shares that do not fit together.
 */
export function combineShares(shares: readonly Uint8Array[]): Uint8Array {
  const [first] = shares;
  if (first === undefined || shares.length < 2)
    throw new Error('less than two parts cannot be used to reconstruct the secret');
  if (first.length < 2) throw new Error('parts must be at least two bytes');
  if (shares.some((share) => share.length !== first.length)) throw new Error('all parts must be the same length');
  const points = shares.map((share) => share.at(-1) ?? 0);
  if (new Set(points).size < points.length) throw new Error('duplicate part detected');
  const weights = points.map((point) => weightAtZero(point, points));
  return Uint8Array.from({ length: first.length - 1 }, (_, index) =>
    shares.reduce((sum, share, each) => sum ^ multiply(share[index] ?? 0, weights[each] ?? 0), 0),
  );
}

/** What the value at a point counts for the value at 0. */
function weightAtZero(point: number, points: readonly number[]): number {
  return points
    .filter((other) => other !== point)
    .reduce((weight, other) => multiply(weight, multiply(other, invert(point ^ other))), 1);
}

/**
 * Splits a secret into shares, any `threshold` of which give it back.
 * @param random gives as many random bytes as it is asked for.
 * @throws Error in SOPS' words.
 */
export function splitSecret(
  secret: Uint8Array,
  { shares, threshold, random }: { shares: number; threshold: number; random: (bytes: number) => Uint8Array },
): readonly Uint8Array[] {
  if (shares < threshold) throw new Error('parts cannot be less than threshold');
  if (shares > 255) throw new Error('parts cannot exceed 255');
  if (threshold < 2) throw new Error('threshold must be at least 2');
  if (secret.length === 0) throw new Error('cannot split an empty secret');
  const polynomials = Array.from(secret, (byte) => [byte, ...random(threshold - 1)]);
  return Array.from({ length: shares }, (_, index) =>
    Uint8Array.from([...polynomials.map((polynomial) => valueAt(polynomial, index + 1)), index + 1]),
  );
}

function valueAt(polynomial: readonly number[], point: number): number {
  return polynomial.reduceRight((value, coefficient) => multiply(value, point) ^ coefficient, 0);
}

/** Takes the same time for any factors. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    const doubled = ((product << 1) & 0xff) ^ (-(product >> 7) & 0x1b);
    product = doubled ^ (-((b >> bit) & 1) & a);
  }
  return product;
}

/** `a` to the power of 254. */
function invert(a: number): number {
  let power = a;
  for (let step = 0; step < 6; step++) power = multiply(multiply(power, power), a);
  return multiply(power, power);
}
