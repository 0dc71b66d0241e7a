/** Whether a character, by its code, is one of those that trim markers take away. */
export function isTrimmedSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The text without the space at its end. A loop, because a pattern would be tried at every space of the text. */
export function trimTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isTrimmedSpace(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}
