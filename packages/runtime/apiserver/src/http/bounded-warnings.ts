/** How many characters the warnings of one answer may have together before they are cut. */
const MAX_CHARACTERS = 4096;
/** How many are left of each then. */
const MAX_CUT = 256;

/**
 * The warnings that an answer carries: each once. Where they are too long together, each is cut, and those that come after there is
 * enough are left out.
 */
export function boundedWarnings(warnings: readonly string[]): readonly string[] {
  const texts = [...new Set(warnings)].filter((text) => text !== '');
  const lengths = texts.map((text) => [...text].length);
  let total = 0;
  const first = lengths.findIndex((length) => {
    total += length;
    return total > MAX_CHARACTERS;
  });
  if (first === -1) return texts;
  let written = 0;
  return texts.flatMap((text, index) => {
    // All that came until they were too long are told.
    if (index > first && written >= MAX_CHARACTERS) return [];
    const cut = [...text].slice(0, MAX_CUT);
    written += cut.length;
    return [cut.join('')];
  });
}
