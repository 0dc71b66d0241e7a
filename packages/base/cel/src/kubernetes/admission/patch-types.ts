import type { Library } from '../../environment/environment.js';
import { globalOverload } from '../../environment/function-declaration.js';
import { type CelType, DYN, listType, STRING, structType } from '../../types/cel-type.js';
import type { CelValue } from '../../values/value.js';

/** The type of a whole object that an expression writes. */
export const OBJECT = structType('Object');
const JSON_PATCH = structType('JSONPatch');
/** The type of a JSON patch that an expression writes. */
export const JSON_PATCH_LIST = listType(JSON_PATCH);

/** Any field may have any value: nothing is known of the object. */
class AnyFields extends Map<string, CelType> {
  override get(): CelType {
    return DYN;
  }

  override has(): boolean {
    return true;
  }
}

const ANY_FIELDS: ReadonlyMap<string, CelType> = new AnyFields();

/** The fields of a patch; others are of no type, which no value has. */
class PatchFields extends Map<string, CelType> {
  override get(name: string): CelType {
    return super.get(name) ?? structType('');
  }

  override has(): boolean {
    return true;
  }
}

const PATCH_FIELDS: ReadonlyMap<string, CelType> = new PatchFields([
  ['op', STRING],
  ['path', STRING],
  ['from', STRING],
  ['value', DYN],
]);

/** The fields of the types with which expressions write objects and patches. */
export function patchFieldsOf(typeName: string): ReadonlyMap<string, CelType> | undefined {
  if (typeName === JSON_PATCH.name) return PATCH_FIELDS;
  return typeName === OBJECT.name || typeName.startsWith(`${OBJECT.name}.`) ? ANY_FIELDS : undefined;
}

/** What is not set in a patch is empty, in an object it is null. */
export function patchDefaultOf(typeName: string, field: string): CelValue | undefined {
  if (typeName === JSON_PATCH.name) return field === 'value' ? undefined : '';
  return patchFieldsOf(typeName) === undefined ? undefined : null;
}

/** What helps to write patches. */
export const PATCH_LIBRARY: Library = {
  functions: [
    {
      name: 'jsonpatch.escapeKey',
      overloads: [
        globalOverload('string_jsonpatch_escapeKey_string', [STRING], STRING, {
          unary: (key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'),
        }),
      ],
    },
  ],
};
