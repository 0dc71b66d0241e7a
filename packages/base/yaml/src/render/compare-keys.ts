const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

/**
 * Orders keys as go-yaml does: letters by code point and after everything else, runs of digits by their number.
 *
 * @param v3 whether after a digit a letter goes before other characters, as go-yaml v3 has it.
 */
export function compareKeys(a: string, b: string, v3 = false): number {
  const shorter = Math.min(a.length, b.length);
  let index = 0;
  while (index < shorter && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index === shorter) return a.length - b.length;
  if (isLowSurrogate(a.charCodeAt(index)) || isLowSurrogate(b.charCodeAt(index))) index = Math.max(index - 1, 0);
  return compareAt(a, b, index, v3);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Orders two keys by their first different character. */
function compareAt(a: string, b: string, index: number, v3: boolean): number {
  const left = a.codePointAt(index) ?? 0;
  const right = b.codePointAt(index) ?? 0;
  const leftLetter = isLetter(left);
  const rightLetter = isLetter(right);
  if (leftLetter && rightLetter) return left - right;
  if (leftLetter || rightLetter) {
    const afterDigit = v3 && index > 0 && isDigit(a.charCodeAt(index - 1));
    return (afterDigit ? leftLetter : rightLetter) ? -1 : 1;
  }
  return compareNumbers(a, b, index) || left - right;
}

/** Orders by the numbers that begin at `index`, then by their lengths. */
function compareNumbers(a: string, b: string, index: number): number {
  const zero = a.charCodeAt(index) === 0x30 || b.charCodeAt(index) === 0x30;
  const prefix = zero && followsNonZeroDigits(a, index) ? '1' : '0';
  const left = digitsAt(a, index);
  const right = digitsAt(b, index);
  return compareDecimals(prefix + left, prefix + right) || left.length - right.length;
}

function followsNonZeroDigits(text: string, index: number): boolean {
  for (let at = index - 1; at >= 0 && isDigit(text.charCodeAt(at)); at--) if (text.charCodeAt(at) !== 0x30) return true;
  return false;
}

function digitsAt(text: string, index: number): string {
  let end = index;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return text.slice(index, end);
}

function compareDecimals(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left === right ? 0 : left < right ? -1 : 1;
}

function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  return LETTER.test(String.fromCodePoint(code));
}

function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39;
  return DIGIT.test(String.fromCharCode(code));
}
