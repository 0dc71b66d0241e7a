import { runesOf } from '../text/go-text.js';
import { isLetter, isNumber, isPunctuation, isSpace, isUpper, runeToLower, runeToUpper } from '../text/runes.js';

/** `camelcase`: words joined, each with a capital; connectors at the start stay. */
export function camelCase(subject: string): string {
  const runes = runesOf(subject);
  const first = runes.findIndex((rune) => !isConnector(rune));
  // A text of connectors alone keeps them, the last one twice.
  if (first === -1) return runes.length === 0 ? '' : runes.join('') + (runes[runes.length - 1] ?? '');
  const leading = runes.slice(0, first).join('');
  return leading + joinWords(runes, first);
}

/** From the first letter on: each rune is written when the one after it is known. */
function joinWords(runes: readonly string[], first: number): string {
  let wordStartsUpper = isUpper(runes[first] ?? '');
  let current = runeToUpper(runes[first] ?? '');
  let out = '';
  if (first === runes.length - 1) return current;
  for (const rune of runes.slice(first + 1)) {
    const previous = current;
    current = rune;
    if (isConnector(current) && isConnector(previous)) {
      out += previous;
    } else if (isConnector(previous)) {
      wordStartsUpper = isUpper(current);
      current = runeToUpper(current);
    } else {
      if (wordStartsUpper) {
        if (isUpper(current)) current = runeToLower(current);
        else wordStartsUpper = false;
      }
      out += previous;
    }
  }
  return out + current;
}

/** `snakecase`. */
export function snakeCase(subject: string): string {
  return joinLowerWords(subject, '_');
}

/** `kebabcase`. */
export function kebabCase(subject: string): string {
  return joinLowerWords(subject, '-');
}

type WordKind = 'invalid' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: WordKind;
  readonly text: string;
}

const END: Word = { kind: 'invalid', text: '' };

function joinLowerWords(subject: string, connector: string): string {
  if (subject === '') return '';
  const words = wordsOf(subject);
  let out = '';
  let index = 0;
  const at = (offset: number): Word => words[offset] ?? END;
  const hasMore = (): boolean => index < words.length - 1;
  while (hasMore()) {
    const word = at(index);
    if (word.kind !== 'connector') out += lowered(word, connector);
    index++;
    switch (word.kind) {
      case 'number': {
        for (; isAlphanumeric(at(index)); index++) out += lowered(at(index), connector);
        if (startsNewWord(at(index))) out += connector;
        break;
      }
      case 'connector':
        out += lowered(word, connector);
        break;
      case 'punctuation':
        break;
      default: {
        if (at(index).kind !== 'number') {
          if (at(index).kind !== 'connector' && at(index).kind !== 'punctuation') out += connector;
          break;
        }
        if (!hasMore()) break;
        const number = at(index);
        index++;
        if (at(index).kind !== 'alphabet') {
          // A number belongs to the word before it: "Bld4Floor" is "bld4_floor".
          out += lowered(number, connector);
          if (at(index).kind !== 'connector' && at(index).kind !== 'punctuation') out += connector;
          break;
        }
        // Unless small letters follow: "HTTP2xx" is "http_2xx".
        out += connector + lowered(number, connector);
        for (; isAlphanumeric(at(index)); index++) out += lowered(at(index), connector);
        if (startsNewWord(at(index))) out += connector;
      }
    }
  }
  return out + lowered(at(index), connector);
}

function isAlphanumeric({ kind }: Word): boolean {
  return kind === 'alphabet' || kind === 'number';
}

function startsNewWord({ kind }: Word): boolean {
  return kind !== 'invalid' && kind !== 'punctuation' && kind !== 'connector';
}

function lowered({ kind, text }: Word, connector: string): string {
  if (kind !== 'upper' && kind !== 'connector') return text;
  return runesOf(text)
    .map((rune) => (isConnector(rune) ? connector : isUpper(rune) ? runeToLower(rune) : rune))
    .join('');
}

function wordsOf(subject: string): Word[] {
  const runes = runesOf(subject);
  const words: Word[] = [];
  for (let start = 0; start < runes.length; ) {
    const kind = kindOf(runes[start] ?? '');
    const end = wordEnd(runes, start, kind);
    words.push({ kind, text: runes.slice(start, end).join('') });
    start = end;
  }
  return words;
}

function kindOf(rune: string): WordKind {
  if (rune === '\ufffd') return 'invalid';
  if (isConnector(rune)) return 'connector';
  if (isPunctuation(rune)) return 'punctuation';
  if (isUpper(rune)) return 'upper';
  if (isAlphabet(rune)) return 'alphabet';
  return isNumber(rune) ? 'number' : 'other';
}

function wordEnd(runes: readonly string[], start: number, kind: WordKind): number {
  switch (kind) {
    case 'invalid':
      return start + 1;
    case 'upper':
      return upperWordEnd(runes, start);
    case 'other':
      return runEnd(runes, start, (rune) => kindOf(rune) === 'other');
    default:
      return runEnd(runes, start, (rune) => kindOf(rune) === kind);
  }
}

/** "HTTPStatus" is "HTTP" and "Status"; "Status" is one word. */
function upperWordEnd(runes: readonly string[], start: number): number {
  const capitals = runEnd(runes, start, isUpper);
  const next = runes[capitals];
  const isSmall = next !== undefined && isAlphabet(next);
  if (capitals - start > 1) return isSmall ? capitals - 1 : capitals;
  return runEnd(runes, capitals, (rune) => isAlphabet(rune) && !isUpper(rune));
}

function runEnd(runes: readonly string[], start: number, belongs: (rune: string) => boolean): number {
  let end = start;
  while (end < runes.length && belongs(runes[end] ?? '')) end++;
  return end;
}

function isConnector(rune: string): boolean {
  return rune === '-' || rune === '_' || isSpace(rune);
}

/** A letter, but not a Chinese, Japanese or Korean character. */
function isAlphabet(rune: string): boolean {
  const code = rune.codePointAt(0) ?? 0;
  const isIdeograph = (code >= 0x4e00 && code <= 0x9fcc) || (code >= 0x3400 && code <= 0x4d85);
  return isLetter(rune) && !isIdeograph && !(code >= 0x20000 && code <= 0x2b81d);
}
