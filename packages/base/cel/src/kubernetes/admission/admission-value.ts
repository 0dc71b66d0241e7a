import type { JsonValue } from '@gotk/json';
import { CelList } from '../../values/cel-list.js';
import { CelMap, StructMap } from '../../values/cel-map.js';
import { jsonOfValue } from '../../values/json-of-value.js';
import { renderValue } from '../../values/render-value.js';
import { type CelValue, typeOf } from '../../values/value.js';

/** What an expression of admission came to. */
export interface AdmissionValue {
  readonly json: JsonValue;
  /** The value written so that its types show: `1u`, `optional("a")`. */
  readonly shown: string;
  /** The name of its type. */
  readonly type: string;
  /** Where a part of a written object is of another type than its place says; undefined where all is well. */
  readonly mismatch: string | undefined;
}

/** A value for the world outside of expressions. */
export function admissionValue(value: CelValue): AdmissionValue {
  const problems = value instanceof StructMap || value instanceof CelList ? mismatches(value) : [];
  return {
    json: jsonOfValue(value),
    get shown() {
      return renderValue(value);
    },
    type: typeOf(value).name,
    mismatch: problems.length === 0 ? undefined : problems.join('\n'),
  };
}

/** Objects are checked from the outermost one on: its type is where the names of all types begin. */
function mismatches(value: CelValue): readonly string[] {
  if (value instanceof CelList) return [...value].flatMap(patchMismatches);
  return value instanceof StructMap ? checkTypes(value, value.typeName) : [];
}

/** The value of a patch is an object on its own. */
function patchMismatches(patch: CelValue): readonly string[] {
  const value = patch instanceof StructMap ? patch.find('value') : undefined;
  return value instanceof StructMap ? checkTypes(value, value.typeName) : [];
}

function checkTypes(value: CelValue, expected: string): readonly string[] {
  if (value instanceof CelList) return [...value].flatMap((element) => checkTypes(element, expected));
  if (!(value instanceof CelMap)) return [];
  const isStruct = value instanceof StructMap;
  const wrong =
    isStruct && value.typeName !== expected
      ? [
          `unexpected type name ${JSON.stringify(value.typeName)}, expected ${JSON.stringify(expected)}, ` +
            'which matches field name path from root Object type',
        ]
      : [];
  const inner = [...value.keys()].flatMap((key) =>
    checkTypes(value.find(key) ?? null, isStruct ? `${expected}.${String(key)}` : expected),
  );
  return [...wrong, ...inner];
}
