import { type FieldError, forbiddenField, invalidField } from '@gotk/objects';
import { SCHEMA_FIELDS, showSchema } from '../show-versions.js';
import { asStructural, type WrittenSchema } from '../written-schema.js';
import { RuleCosts } from './rule-costs.js';
import { structuralProblem } from './structural-problem.js';
import { validateDefaults } from './validate-defaults.js';
import { validateOpenApiSchema } from './validate-openapi-schema.js';
import { validateStructural } from './validate-structural.js';

export interface RootSchemaOptions {
  /** Whether objects have a status of its own, which is checked apart from the rest. */
  readonly hasStatus: boolean;
  /** Whether single rules may cost more than is allowed. */
  readonly skipCosts: boolean;
}

/** What is wrong with the schema of a whole resource. */
export function validateRootSchema(
  schema: WrittenSchema,
  field: string,
  { hasStatus, skipCosts }: RootSchemaOptions,
): readonly FieldError[] {
  const errors: FieldError[] = hasStatus ? [...validateStatusRoot(schema, field)] : [];
  if (schema.nullable === true) errors.push(forbiddenField(`${field}.nullable`, 'nullable cannot be true at the root'));
  const problem = structuralProblem(schema);
  const structural = problem === undefined ? checkStructural(schema, field) : [];
  errors.push(...structural);
  // Rules are only compiled for schemas that are fine otherwise.
  const costs = problem === undefined && structural.length === 0 ? new RuleCosts(skipCosts) : undefined;
  errors.push(...validateOpenApiSchema(schema, field, costs));
  if (errors.length === 0 && problem !== undefined) errors.push(invalidField(field, '', problem));
  return costs === undefined ? errors : [...errors, ...costs.totalErrors(field)];
}

function checkStructural(schema: WrittenSchema, field: string): readonly FieldError[] {
  const errors = validateStructural(schema, field);
  return errors.length > 0 ? errors : validateDefaults(asStructural(schema), field);
}

/** The status is checked by its own part of the schema, so nothing but that part may say anything about it. */
const ALLOWED_AT_ROOT = [
  'Description',
  'Type',
  'Format',
  'Title',
  'Maximum',
  'ExclusiveMaximum',
  'Minimum',
  'ExclusiveMinimum',
  'MaxLength',
  'MinLength',
  'Pattern',
  'MaxItems',
  'MinItems',
  'UniqueItems',
  'MultipleOf',
  'Required',
  'Items',
  'Properties',
  'ExternalDocs',
  'Example',
  'XPreserveUnknownFields',
  'XValidations',
];

function validateStatusRoot(schema: WrittenSchema, field: string): readonly FieldError[] {
  const when = 'of the schema if the status subresource is enabled';
  for (const [name, property, empty] of SCHEMA_FIELDS) {
    const value = (schema as Readonly<Record<string, unknown>>)[property];
    if (value === undefined || value === empty) continue;
    if (name === 'Type' && value !== 'object') {
      const detail = `only "object" is allowed as the type at the root ${when}`;
      return [invalidField(`${field}.type`, schema.type ?? '', detail)];
    }
    if (ALLOWED_AT_ROOT.includes(name)) continue;
    const detail = `only [${ALLOWED_AT_ROOT.join(' ')}] fields are allowed at the root ${when}`;
    return [{ reason: 'FieldValueInvalid', field, shownValue: showSchema(schema), detail }];
  }
  return [];
}
