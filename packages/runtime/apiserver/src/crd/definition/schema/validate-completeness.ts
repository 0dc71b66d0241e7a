import { type FieldError, requiredField } from '@gotk/objects';
import { itemsOf, type WrittenSchema } from '../written-schema.js';

/** A restriction, and the part of the schema that says of which type the restricted value is. */
interface Restriction {
  readonly part: WrittenSchema;
  readonly place: string;
  readonly schema: WrittenSchema | undefined;
  readonly field: string;
}

/** Where `allOf`, `anyOf`, `oneOf` and `not` restrict what the schema itself does not have. */
export function validateCompleteness(schema: WrittenSchema, field: string): readonly FieldError[] {
  return restrictionsIn({ part: schema, place: field, schema, field });
}

function restrictionsIn(at: Restriction): readonly FieldError[] {
  const { part, place } = at;
  const { not, allOf = [], anyOf = [], oneOf = [] } = part;
  const inner = (nested: WrittenSchema, name: string) =>
    validateRestriction({ ...at, part: nested, place: `${place}.${name}` });
  return [
    ...(not === undefined ? [] : inner(not, 'not')),
    ...allOf.flatMap((nested, index) => inner(nested, `allOf[${index}]`)),
    ...anyOf.flatMap((nested, index) => inner(nested, `anyOf[${index}]`)),
    ...oneOf.flatMap((nested, index) => inner(nested, `oneOf[${index}]`)),
  ];
}

function validateRestriction(at: Restriction): readonly FieldError[] {
  const { part, place, schema, field } = at;
  if (schema === undefined) return [requiredField(field, `because it is defined in ${place}`)];
  const items = itemsOf(part);
  const structuralItems = itemsOf(schema);
  return [
    ...restrictionsIn(at),
    ...(items === undefined
      ? []
      : validateRestriction({
          part: items,
          place: `${place}.items`,
          schema: structuralItems,
          field: `${field}.items`,
        })),
    ...Object.entries(part.properties ?? {}).flatMap(([name, property]) => {
      const own = schema.properties ?? {};
      return validateRestriction({
        part: property,
        place: `${place}.properties[${name}]`,
        schema: Object.hasOwn(own, name) ? own[name] : undefined,
        field: `${field}.properties[${name}]`,
      });
    }),
  ];
}
