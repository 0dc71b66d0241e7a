const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING_SPACE = new RegExp(`^${SPACE}+`);
const ONE_SPACE = new RegExp(SPACE);
const NO_SPACE = new RegExp(SPACE.replace('[', '[^'));

/** Removes white space, as Go knows it, from the beginning. */
export function trimStart(text: string): string {
  return text.replace(LEADING_SPACE, '');
}

/** Removes white space, as Go knows it, from both ends. */
export function trim(text: string): string {
  const trimmed = trimStart(text);
  let end = trimmed.length;
  // A pattern for the end would be tried at every space of the text.
  while (end > 0 && ONE_SPACE.test(trimmed.charAt(end - 1))) end--;
  return trimmed.slice(0, end);
}

/** Whether there is nothing but white space. */
export function isBlank(text: string): boolean {
  return !NO_SPACE.test(text);
}
