import { CelError } from '../values/cel-error.js';
import { nativeRefusal } from '../values/native-refusal.js';
import type { CelValue } from '../values/value.js';

/** A string that is asked for as a type of Go. @throws CelError where the value is none */
export function stringOfElement(value: CelValue, goType: 'string' | '[]string'): string {
  if (typeof value === 'string' && goType === 'string') return value;
  throw new CelError(nativeRefusal(value, goType));
}
