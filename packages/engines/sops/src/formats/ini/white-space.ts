/** What Go calls white space. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);
const SPACE_ONLY = new RegExp(SPACE);

/** The text without white space at either end. */
export function trimSpace(text: string): string {
  const start = trimSpaceStart(text);
  let end = start.length;
  while (end > 0 && SPACE_ONLY.test(start.charAt(end - 1))) end--;
  return start.slice(0, end);
}

/** The text without white space at its start. */
export function trimSpaceStart(text: string): string {
  return text.replace(LEADING, '');
}
