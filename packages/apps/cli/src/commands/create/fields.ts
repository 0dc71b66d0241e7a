import { durationFromMs, renderDuration } from '@gotk/duration';
import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../cli/flag.js';

/** The flag as a Go duration; `undefined` when it is zero, so that the field is left out. */
export function durationField(flags: FlagValues, name: string): string | undefined {
  const ms = flags.durationMs(name);
  return ms === 0 ? undefined : renderDuration(durationFromMs(ms));
}

/** The flag's text; `undefined` when it is empty. */
export function optionalText(flags: FlagValues, name: string): string | undefined {
  return flags.text(name) || undefined;
}

/** A reference to the object that the flag names; `undefined` when it names none. */
export function reference(flags: FlagValues, name: string): JsonObject | undefined {
  const text = flags.text(name);
  return text === '' ? undefined : { name: text };
}

/** `dependsOn` out of `[namespace/]name` texts; `undefined` when there are none. */
export function dependencies(texts: readonly string[]): readonly JsonObject[] | undefined {
  if (texts.length === 0) return undefined;
  return texts.map((text) => {
    const slash = text.indexOf('/');
    return slash === -1 ? { name: text } : { name: text.slice(slash + 1), namespace: text.slice(0, slash) };
  });
}
