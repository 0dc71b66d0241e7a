const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const MAX_DIGITS = 18;
const MAX_BINARY_DIGITS = 15;

/** A canonical quantity (`100m`, `128Mi`) as spew shows the struct that Kubernetes reads it into. */
export function spewQuantity(text: string): string {
  const [, sign = '', digits = '', suffix = ''] = /^(-?)(\d+)([a-zA-Z]*\d*)$/.exec(text) ?? [];
  if (text === '0') return quantity({ value: 0n, scale: 0, text, format: 'DecimalSI' });
  const power = BINARY[suffix];
  const signed = (value: bigint): bigint => (sign === '' ? value : -value);
  if (power !== undefined) {
    const isExact = MAX_BINARY_DIGITS - digits.length - Math.trunc((power * 3) / 10) - 1 >= 0;
    const isCanonical = isExact && (BigInt(digits) & 7n) !== 0n;
    return quantity({
      value: signed(BigInt(digits) << BigInt(power)),
      scale: 0,
      text: isCanonical ? text : '',
      format: 'BinarySI',
    });
  }
  const exponent = /^[eE]\d+$/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);
  const isCanonical = digits.length <= MAX_DIGITS && !digits.endsWith('000') && !digits.startsWith('0');
  return quantity({
    value: signed(BigInt(digits === '' ? 0 : digits)),
    scale: exponent,
    text: isCanonical ? text : '',
    format: /^[eE]\d+$/.test(suffix) ? 'DecimalExponent' : digits === '' ? '' : 'DecimalSI',
  });
}

function quantity({
  value,
  scale,
  text,
  format,
}: {
  readonly value: bigint;
  readonly scale: number;
  readonly text: string;
  readonly format: string;
}): string {
  return (
    `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} ` +
    `d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`
  );
}
