const GO_UNIT = '(?:ns|us|µs|μs|ms|s|m|h)';
const GO_DURATION = new RegExp(`^[-+]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)${GO_UNIT})+)$`);

/** Abbreviations in full, and the beginning of the unit's word. */
const UNITS = [
  { short: ['ns'], word: 'nano' },
  { short: ['us', 'µs'], word: 'micro' },
  { short: ['ms'], word: 'milli' },
  { short: ['s'], word: 'sec' },
  { short: ['m'], word: 'min' },
  { short: ['h', 'hr'], word: 'hour' },
  { short: ['d'], word: 'day' },
  { short: ['w', 'wk'], word: 'week' },
];

/** Whether a text is a duration: Go's form, or with a number and a unit in words somewhere in it. */
export function isGoDuration(value: string): boolean {
  if (GO_DURATION.test(value)) return true;
  const units = [...value.matchAll(/\d+\s*([A-Za-zµ]+)/g)].map(([, unit = '']) => unit.toLowerCase());
  return units.some((unit) => UNITS.some(({ short, word }) => short.includes(unit) || unit.startsWith(word)));
}
