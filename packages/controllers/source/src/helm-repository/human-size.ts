const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A size for people: four digits at most, in units of a thousand. */
export function humanSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${Number(size.toPrecision(4))}${UNITS[unit]}`;
}
