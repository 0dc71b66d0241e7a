import { compareText, compileRegex } from '@gotk/go-template';
import { regexLiteral } from '../text/regex-literal.js';

/** A class without members. */
const NOTHING = '[^\\x00-\\x{10FFFF}]';
const ANYTHING = '[\\x00-\\x{10FFFF}]';

/** Go's filepath.Match as a function of the path; `undefined` when the pattern is malformed. It runs in linear time. */
export function compileFileMatch(pattern: string): ((path: string) => boolean) | undefined {
  const source = translate(pattern);
  if (source === undefined) return undefined;
  const regex = compileRegex(`^${source}$`);
  return (path) => regex.find(path, 0) !== undefined;
}

/** Whether Go's filepath.Match takes the path; a malformed pattern matches nothing. */
export function matchPath(pattern: string, path: string): boolean {
  return compileFileMatch(pattern)?.(path) ?? false;
}

function translate(pattern: string): string | undefined {
  let source = '';
  for (let index = 0; index < pattern.length; ) {
    const character = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    index += character.length;
    if (character === '*') {
      while (pattern.charAt(index) === '*') index++;
      source += '[^/]*';
    } else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const range = translateClass(pattern, index);
      if (range === undefined) return undefined;
      source += range.source;
      index = range.end;
    } else if (character === '\\') {
      const escaped = pattern.codePointAt(index);
      if (escaped === undefined) return undefined;
      const literal = String.fromCodePoint(escaped);
      source += regexLiteral(literal);
      index += literal.length;
    } else source += regexLiteral(character);
  }
  return source;
}

function translateClass(pattern: string, start: number): { readonly source: string; readonly end: number } | undefined {
  let index = start;
  const negated = pattern.charAt(index) === '^';
  if (negated) index++;
  const ranges: string[] = [];
  for (;;) {
    if (pattern.charAt(index) === ']' && ranges.length > 0) break;
    const low = classCharacter(pattern, index);
    if (low === undefined) return undefined;
    index = low.end;
    if (pattern.charAt(index) !== '-') {
      ranges.push(regexLiteral(low.character));
      continue;
    }
    const high = classCharacter(pattern, index + 1);
    if (high === undefined) return undefined;
    index = high.end;
    // A range from high to low matches nothing.
    const isRange = compareText(low.character, high.character) <= 0;
    ranges.push(isRange ? `${regexLiteral(low.character)}-${regexLiteral(high.character)}` : '');
  }
  const members = ranges.join('');
  // Unlike the wildcards, a class can match a slash.
  if (members === '') return { source: negated ? ANYTHING : NOTHING, end: index + 1 };
  return { source: `[${negated ? '^' : ''}${members}]`, end: index + 1 };
}

function classCharacter(
  pattern: string,
  index: number,
): { readonly character: string; readonly end: number } | undefined {
  const first = pattern.charAt(index);
  if (first === '' || first === '-' || first === ']') return undefined;
  const at = first === '\\' ? index + 1 : index;
  const code = pattern.codePointAt(at);
  if (code === undefined) return undefined;
  const character = String.fromCodePoint(code);
  const end = at + character.length;
  return end >= pattern.length ? undefined : { character, end };
}
