import { type RuleSchema, resolveFieldPath } from '@gotk/cel';
import { duplicateField, type FieldError, invalidField, requiredField, tooManyField } from '@gotk/objects';
import type { VersionParts } from './definition-spec.js';
import { structuralProblem } from './schema/structural-problem.js';

const MAX_SELECTABLE_FIELDS = 8;

export interface SelectablePlace {
  readonly field: string;
  /** What is said where there is no schema. */
  readonly missing: string;
  readonly allowMany: boolean;
}

/** What is wrong with the fields by which objects can be selected. */
export function validateSelectableFields(
  { schema, selectableFields = [] }: VersionParts,
  { field, missing, allowMany }: SelectablePlace,
): readonly FieldError[] {
  if (selectableFields.length === 0) return [];
  const root = schema?.openAPIV3Schema;
  if (root === undefined) return [invalidField(field, '', missing)];
  const problem = structuralProblem(root);
  if (problem !== undefined) {
    const place = field.replace(/selectableFields$/, 'schema.openAPIV3Schema');
    return [invalidField(place, '', problem), ...requirePaths(selectableFields, field)];
  }
  const seen = new Set<string>();
  const errors = selectableFields.flatMap(({ jsonPath = '' }, index) =>
    // Rules know of a schema what paths need to know.
    validatePath(jsonPath, { field: `${field}[${index}].jsonPath`, schema: root as RuleSchema, seen }),
  );
  const tooMany = seen.size > MAX_SELECTABLE_FIELDS && !allowMany;
  return tooMany ? [...errors, tooManyField(field, seen.size, MAX_SELECTABLE_FIELDS)] : errors;
}

function requirePaths(fields: NonNullable<VersionParts['selectableFields']>, field: string): readonly FieldError[] {
  return fields.flatMap(({ jsonPath = '' }, index) =>
    jsonPath === '' ? [requiredField(`${field}[${index}].jsonPath`)] : [],
  );
}

interface PathPlace {
  readonly field: string;
  readonly schema: RuleSchema;
  readonly seen: Set<string>;
}

function validatePath(jsonPath: string, { field, schema, seen }: PathPlace): readonly FieldError[] {
  if (jsonPath === '') return [requiredField(field)];
  try {
    const place = resolveFieldPath(jsonPath, schema, { brackets: false });
    const errors = validatePlace(jsonPath, { field, path: place.path, type: place.schema?.type });
    if (seen.has(place.path)) return [...errors, duplicateField(field, jsonPath)];
    seen.add(place.path);
    return errors;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [invalidField(field, jsonPath, `is an invalid path: ${reason}`)];
  }
}

function validatePlace(
  jsonPath: string,
  { field, path, type = '' }: { readonly field: string; readonly path: string; readonly type?: string | undefined },
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (path.split('.')[0] === 'metadata') {
    errors.push(invalidField(field, jsonPath, 'must not point to fields in metadata'));
  }
  if (!['string', 'boolean', 'integer'].includes(type)) {
    const enums = 'Enum string fields and strings with formats are allowed.';
    errors.push(invalidField(field, jsonPath, `must point to a field of type string, boolean or integer. ${enums}`));
  }
  return errors;
}
