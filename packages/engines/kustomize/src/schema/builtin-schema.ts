import { BUILTIN_KINDS, BUILTIN_TYPES } from './builtin-schema.generated.js';
import { LEAF, type ObjectSchema } from './object-schema.js';

/** 0 for a leaf, the number of a type, or a list that merges by `k` with items of type `t`. */
type FieldCode = number | { readonly k: readonly string[]; readonly t: number };
type TypeTable = readonly (Readonly<Record<string, FieldCode>> | null)[];

let types: TypeTable | undefined;
let kinds: Readonly<Record<string, number>> | undefined;
const schemas = new Map<number, ObjectSchema>();

/** The schema of a kind that kustomize has built in; `undefined` for all others. */
export function builtinSchema(apiVersion: string, kind: string): ObjectSchema | undefined {
  kinds ??= JSON.parse(BUILTIN_KINDS) as Readonly<Record<string, number>>;
  const name = `${apiVersion}/${kind}`;
  const number = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  return number === undefined ? undefined : schemaOfType(number);
}

function schemaOfType(number: number): ObjectSchema {
  if (number === 0) return LEAF;
  const known = schemas.get(number);
  if (known !== undefined) return known;
  types ??= JSON.parse(BUILTIN_TYPES) as TypeTable;
  const fields = types[number] ?? {};
  const schema: ObjectSchema = {
    mergeKeys: undefined,
    field(name) {
      const code = Object.hasOwn(fields, name) ? fields[name] : fields['*'];
      return code === undefined ? undefined : schemaOfField(code);
    },
    items: () => undefined,
  };
  schemas.set(number, schema);
  return schema;
}

function schemaOfField(code: FieldCode): ObjectSchema {
  if (typeof code === 'number') return schemaOfType(code);
  const items = schemaOfType(code.t);
  return { mergeKeys: code.k, field: () => undefined, items: () => items };
}
