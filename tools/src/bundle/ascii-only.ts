/**
 * Writes every character beyond ASCII as `\uXXXX`, which means the same in strings, templates, regular expressions and
 * names. (Not in `String.raw`, which therefore may hold ASCII only.)
 */
export function asciiOnly(code: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
  return code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
