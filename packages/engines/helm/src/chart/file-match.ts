/** Go's filepath.Match as a function of the path; `undefined` when the pattern is malformed. */
export function compileFileMatch(pattern: string): ((path: string) => boolean) | undefined {
  const source = translate(pattern);
  if (source === undefined) return undefined;
  const regex = new RegExp(`^${source}$`, 'su');
  return (path) => regex.test(path);
}

/** Every star stops at a slash and nothing follows a star twice, so the expression cannot run wild on a path. */
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
      source += literalOf(literal);
      index += literal.length;
    } else source += literalOf(character);
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
      ranges.push(literalOf(low.character));
      continue;
    }
    const high = classCharacter(pattern, index + 1);
    if (high === undefined) return undefined;
    index = high.end;
    // A range from high to low matches nothing.
    if (low.character <= high.character) ranges.push(`${literalOf(low.character)}-${literalOf(high.character)}`);
    else ranges.push('');
  }
  const members = ranges.join('');
  if (members === '') return { source: negated ? '[^/]' : '(?!)', end: index + 1 };
  return { source: `(?!/)[${negated ? '^' : ''}${members}]`, end: index + 1 };
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

function literalOf(character: string): string {
  return /[0-9A-Za-z_/]/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
