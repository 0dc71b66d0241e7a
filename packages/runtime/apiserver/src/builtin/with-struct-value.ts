import type { FieldError } from '@gotk/objects';

const ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

/** The error showing a struct of the server's own types, whose fields keep their order. */
export function withStructValue(error: FieldError, value: object): FieldError {
  return { ...error, shownValue: JSON.stringify(value).replace(/[<>&]/g, (character) => ESCAPES[character] ?? '') };
}
