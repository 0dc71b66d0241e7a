import type { MatchIndices, Regex } from './compile-regex.js';

/** Regexp.FindAllStringIndex. @param limit how many at most, all when negative */
export function findAll(regex: Regex, text: string, limit: number): MatchIndices[] {
  const found: MatchIndices[] = [];
  let previousEnd = -1;
  for (let from = 0; from <= text.length && (limit < 0 || found.length < limit); ) {
    const match = regex.find(text, from);
    if (match === undefined) break;
    const [start = 0, end = 0] = match;
    // An empty match right after another match does not count.
    const counts = end !== from || start !== previousEnd;
    from = end === from ? from + runeLength(text, from) : end;
    if (start === end && end > from) from = end;
    previousEnd = end;
    if (counts) found.push(match);
  }
  return found;
}

/** Regexp.Split. */
export function splitByRegex(
  regex: Regex,
  text: string,
  { pattern, limit }: { readonly pattern: string; readonly limit: number },
): string[] {
  if (limit === 0) return [];
  if (pattern !== '' && text === '') return [''];
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const [start = 0, stop = 0] of findAll(regex, text, limit)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = start;
    if (stop !== 0) parts.push(text.slice(begin, end));
    begin = stop;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return parts;
}

/** Regexp.ReplaceAllString with what each match becomes. */
export function replaceAll(regex: Regex, text: string, replace: (match: MatchIndices) => string): string {
  let out = '';
  let lastEnd = 0;
  for (let from = 0; from <= text.length; ) {
    const match = regex.find(text, from);
    if (match === undefined) break;
    const [start = 0, end = 0] = match;
    out += text.slice(lastEnd, start);
    // Not for an empty match right after another match.
    if (end > lastEnd || start === 0) out += replace(match);
    lastEnd = end;
    from = Math.max(from + runeLength(text, from), end);
  }
  return out + text.slice(lastEnd);
}

/** Regexp.ExpandString: `$1`, `${1}`, `$name`, `${name}` and `$$`. */
export function expandReplacement(
  template: string,
  { regex, text, match }: { readonly regex: Regex; readonly text: string; readonly match: MatchIndices },
): string {
  return template.replace(
    /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      if (name === undefined) return whole.slice(1);
      const groups = /^(?:0|[1-9][0-9]{0,7})$/.test(name) ? [Number(name)] : regex.groupsNamed(name);
      const group = groups.find((index) => (match[2 * index] ?? -1) >= 0);
      return group === undefined ? '' : text.slice(match[2 * group], match[2 * group + 1]);
    },
  );
}

/** The length of the character at `index`; 1 at the end of the text, so that a search always moves on. */
function runeLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
