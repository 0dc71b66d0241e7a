import { valueText } from '../format/print-value.js';
import { GoInt } from '../value/go-int.js';
import { GoPointer, GoStruct } from '../value/go-struct.js';
import type { GoValue } from '../value/go-value.js';
import { NO_VALUE } from './no-value.js';
import type { Run } from './run.js';

/** Writes the value of an action: pointers are followed, and no value at all shows as `<no value>`. */
export function writeValue(run: Run, value: GoValue): void {
  if (value instanceof GoInt && value.type.toText === undefined) run.write(String(value.value));
  else run.writeValue(value === undefined || value === null ? NO_VALUE : printedText(printable(value)));
}

function printedText(value: GoValue): string {
  const ofPointer = value instanceof GoStruct ? value.type.toTextWhenPrinted : undefined;
  return ofPointer === undefined ? valueText(value) : ofPointer(value);
}

/** The value that fmt gets to see: behind a pointer, unless the pointer itself knows its text. */
export function printable(value: GoValue): GoValue {
  if (!(value instanceof GoPointer) || value.type.toText !== undefined) return value;
  return value.target ?? value;
}
