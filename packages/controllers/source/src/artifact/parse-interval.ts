import { parseDurationMs } from '@gotk/duration';

/** Milliseconds of a duration such as `1h30m`. @throws Error naming the field. */
export function parseInterval(field: string, text: string): number {
  try {
    return parseDurationMs(text);
  } catch (cause) {
    throw new Error(`${field}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
