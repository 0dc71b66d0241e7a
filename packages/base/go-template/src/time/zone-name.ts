/** The length of the zone abbreviation that a text begins with, or `undefined` when it begins with none. */
export function zoneNameLength(text: string): number | undefined {
  if (text.length < 3) return undefined;
  if (/^(?:ChST|MeST)/.test(text)) return 4;
  if (text.startsWith('GMT')) return 3 + signedOffsetLength(text.slice(3));
  if (/^[+-]/.test(text)) return signedOffsetLength(text) || undefined;
  const capitals = /^[A-Z]{0,6}/.exec(text)?.[0] ?? '';
  switch (capitals.length) {
    case 3:
      return 3;
    case 4:
      return capitals.endsWith('T') || capitals === 'WITA' ? 4 : undefined;
    case 5:
      return capitals.endsWith('T') ? 5 : undefined;
    default:
      return undefined;
  }
}

/** The length of an offset in hours such as `+03`, 0 when there is none. */
function signedOffsetLength(text: string): number {
  const found = /^[+-]([0-9]+)/.exec(text);
  return found === null || Number(found[1]) > 23 ? 0 : found[0].length;
}
