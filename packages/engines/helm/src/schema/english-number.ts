import { formatFloat } from '@gotk/go-template';

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** A number as messages in English show it: `65,535`, `1.5×10⁰⁷`. */
export function englishNumber(value: number): string {
  const text = formatFloat(value, 'g', -1);
  const scientific = /^(.+)e\+?(-?[0-9]+)$/.exec(text);
  if (scientific === null) return grouped(text);
  const exponent = Array.from(scientific[2] ?? '', (character) => SUPERSCRIPTS[character] ?? '').join('');
  return `${scientific[1]}×10${exponent}`;
}

/** A count as messages in English show it. */
export function englishCount(value: number): string {
  return grouped(String(value));
}

function grouped(text: string): string {
  const [whole = '', ...fraction] = text.split('.');
  return [whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ','), ...fraction].join('.');
}
