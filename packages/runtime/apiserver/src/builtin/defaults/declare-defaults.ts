import type { TypeDefaults } from './type-defaults.js';

/** Declares the defaults of a type through its draft interface, which the type's reader makes of every value. */
export function declareDefaults<T>(setDefaults: (value: T) => void): TypeDefaults {
  return setDefaults as unknown as TypeDefaults;
}

/** Gives every amount of a list that is not in the other yet. */
export function copyMissing<V>(from: Readonly<Record<string, V>> | undefined, to: Record<string, V>): void {
  for (const [key, value] of Object.entries(from ?? {})) if (!Object.hasOwn(to, key)) to[key] = value;
}
