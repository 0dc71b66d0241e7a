/** A character as a regular expression has it, outside and inside of a class. */
export function regexLiteral(character: string): string {
  if (/[0-9A-Za-z/_]/.test(character)) return character;
  // Simple escapes let simple patterns run on the engine of the platform.
  if (/[!-~]/.test(character)) return `\\${character}`;
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
