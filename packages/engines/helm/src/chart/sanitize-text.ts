/** White space becomes a space, and what cannot be printed goes. */
export function sanitizeText(text: string): string {
  return text
    .replace(/[\t-\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    .replace(/[\p{C}\p{Z}]/gu, keepSpace);
}

function keepSpace(character: string): string {
  return character === ' ' ? character : '';
}
