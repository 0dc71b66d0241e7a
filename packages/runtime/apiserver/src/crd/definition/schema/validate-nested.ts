import { type FieldError, forbiddenField } from '@gotk/objects';
import { itemsOf, otherFieldsOf, type WrittenSchema } from '../written-schema.js';

export interface NestedOptions {
  /** Whether its `anyOf` is the one way to say that something is an integer or a string. */
  readonly skipsAnyOf: boolean;
  readonly validateValue: (pattern: string, field: string) => readonly FieldError[];
}

/** What schemas under `allOf`, `anyOf`, `oneOf` and `not` must not say, and how the refusal begins. */
const FORBIDDEN = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
] as const;

/** What is wrong with a schema that only restricts what another one says. */
export function validateNested(schema: WrittenSchema, field: string, options: NestedOptions): readonly FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, properties = {}, pattern = '' } = schema;
  const inner = (part: WrittenSchema, place: string) =>
    validateNested(part, `${field}.${place}`, { ...options, skipsAnyOf: false });
  const items = itemsOf(schema);
  const others = otherFieldsOf(schema);
  return [
    ...(options.skipsAnyOf ? [] : anyOf.flatMap((part, index) => inner(part, `anyOf[${index}]`))),
    ...allOf.flatMap((part, index) => inner(part, `allOf[${index}]`)),
    ...oneOf.flatMap((part, index) => inner(part, `oneOf[${index}]`)),
    ...(not === undefined ? [] : inner(not, 'not')),
    ...options.validateValue(pattern, field),
    ...(items === undefined ? [] : inner(items, 'items')),
    ...Object.entries(properties).flatMap(([name, part]) => inner(part, `properties[${name}]`)),
    ...FORBIDDEN.filter(([name]) =>
      isSaid(name, name === 'additionalProperties' ? (others ?? schema[name]) : schema[name]),
    ).map(([name, detail]) => forbiddenField(`${field}.${name}`, detail)),
    ...(Object.hasOwn(properties, 'metadata')
      ? [forbiddenField(`${field}.properties[metadata]`, 'must not be specified in a nested context')]
      : []),
  ];
}

function isSaid(name: string, value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false;
  return name !== 'x-kubernetes-validations' || (value as readonly unknown[]).length > 0;
}
