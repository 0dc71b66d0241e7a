/** A character as a regular expression has it, outside and inside of a class. */
export function regexLiteral(character: string): string {
  return /[0-9A-Za-z/]/.test(character) ? character : `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
