/** What an action shows that has no value. */
export const NO_VALUE = '<no value>';

/** Whether `<no value>` stands in a text, or may begin at its end. */
export function mayHoldNoValue(text: string): boolean {
  const last = text.lastIndexOf('<');
  return last !== -1 && (NO_VALUE.startsWith(text.slice(last)) || text.includes(NO_VALUE));
}
