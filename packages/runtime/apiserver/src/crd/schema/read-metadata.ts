import type { JsonValue } from '@gotk/json';
import { goTypes } from '../../builtin/typed-codec.js';
import { dropEmpty } from '../../builtin/types/drop-empty.js';
import { readGoJson } from '../../builtin/types/read-go-json.js';
import type { DraftMeta } from '../../drafts/draft.js';
import { DecodeError } from '../../registry/object-codec.js';

const TYPE = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/**
 * Reads metadata by its type, as every kind has it.
 *
 * @param failure makes the error from what a field of the wrong type is called.
 * @throws DecodeError
 */
export function readMetadata(
  value: JsonValue,
  failure: (message: string) => DecodeError = (message) => new DecodeError(message),
): { readonly meta: DraftMeta; readonly unknown: readonly string[] } {
  try {
    const type = goTypes.type(TYPE);
    const { value: read, strictErrors, hasEmpty } = readGoJson(type, value);
    const meta = hasEmpty ? dropEmpty(type, read as JsonValue, 'written') : read;
    const unknown = strictErrors.flatMap((error) => /^unknown field "(.*)"$/.exec(error)?.[1] ?? []);
    return { meta: meta as DraftMeta, unknown }; // Read by the type of metadata.
  } catch (error) {
    if (error instanceof DecodeError) throw failure(error.message);
    throw error;
  }
}
