import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads a known-failing list: one case name a line, `# reason` after it; whole-line comments and blank lines are ignored.
 * A reason that begins with `timing: ` is that of a case which may pass too.
 *
 * @returns case name → reason.
 * @throws when an entry has no reason.
 */
export function readKnownFailing(file: string): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  if (!existsSync(file)) return reasons;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const hash = line.indexOf(' # ');
    if (hash === -1) throw new Error(`${file}:${index + 1}: the entry has no reason; write "case name # why it fails"`);
    reasons.set(line.slice(0, hash).trim(), line.slice(hash + 3).trim());
  }
  return reasons;
}

/** Whether the reason of a line says that the case passes or fails by the moment at which something happens. */
export function isDecidedByTime(reason = ''): boolean {
  return reason.startsWith('timing: ');
}
