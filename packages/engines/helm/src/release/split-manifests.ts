import type { HelmVersion } from '../helm-version.js';
import { isBlank, trim, trimStart } from '../text/white-space.js';

/** The documents of a rendered file. Helm cuts at `---` at the beginning of a line, even when more follows on it. */
export function splitManifests(text: string, helmVersion: HelmVersion = '4.2'): string[] {
  if (helmVersion === '3.22') return splitAsHelm3(text);
  // A line begins after \n alone; JavaScript's own multi-line mode knows further breaks.
  const parts = trimStart(text).split(/(?<![^\n])---[ \t]*/);
  return parts.filter((part) => !isBlank(part)).map(trimStart);
}

function splitAsHelm3(text: string): string[] {
  const parts = trim(text).split(/(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*/);
  return parts.filter((part) => part !== '').map(trim);
}
