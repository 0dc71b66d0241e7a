import type { QuantityFormat } from './quantity.js';

/** What a suffix stands for: a power of ten or of two. */
export interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const DECIMAL: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

const BINARY: ReadonlyMap<string, number> = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
]);

const MAX_INT64 = 2n ** 63n - 1n;

/** Reads a suffix; `undefined` for what is none. Exponents wrap at 32 bits, as they do in Kubernetes. */
export function parseSuffix(text: string): Suffix | undefined {
  const decimal = DECIMAL.get(text);
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = BINARY.get(text);
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  const match = /^[eE]([-+]?\d+)$/.exec(text);
  const exponent = match === null ? undefined : BigInt((match[1] ?? '').replace(/^\+/, ''));
  if (exponent === undefined || exponent > MAX_INT64 || exponent < -MAX_INT64 - 1n) return undefined;
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' };
}

/** The suffix for a power; empty where there is none. */
export function renderSuffix({ exponent, format }: Suffix): string {
  if (format === 'DecimalExponent') return exponent === 0 ? '' : `e${exponent}`;
  const suffixes = format === 'BinarySI' ? BINARY : DECIMAL;
  for (const [suffix, known] of suffixes) if (known === exponent) return suffix;
  return '';
}
