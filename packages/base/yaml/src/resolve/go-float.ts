/** `value` in Go's shortest `%g` form: `1e+06`, `1.5`, `-0`, `+Inf`. */
export function renderGoFloat(value: number): string {
  return renderDigits(value, Math.abs(value).toExponential());
}

/** `value` rounded to single precision, in Go's shortest `%g` form. */
export function renderGoFloat32(value: number): string {
  const single = Math.fround(value);
  const size = Math.abs(single);
  for (let precision = 0; precision < 9; precision++) {
    const text = size.toExponential(precision);
    if (Math.fround(Number(text)) === size) return renderDigits(single, Number(text).toExponential());
  }
  return renderDigits(single, size.toExponential());
}

/** @param exponential the absolute value as JavaScript's `toExponential` writes it. */
function renderDigits(value: number, exponential: string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return `${sign}0`;
  const [mantissa = '', exponentText = '0'] = exponential.split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) return sign + scientific(mantissa, exponent);
  return sign + positional(digits, exponent);
}

function scientific(mantissa: string, exponent: number): string {
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.padEnd(exponent + 1, '0');
  const fraction = whole.slice(exponent + 1);
  return fraction === '' ? whole : `${whole.slice(0, exponent + 1)}.${fraction}`;
}
