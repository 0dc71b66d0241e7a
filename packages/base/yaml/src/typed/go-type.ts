import type { JsonValue } from '@gotk/json';

/** A field of a Go struct. */
export interface GoField {
  readonly type: GoType;
  /** Names of the embedded structs the field comes from; they show in the paths of errors. */
  readonly embedded?: readonly string[];
}

/**
 * A Go type as far as decoding shows it: which values it takes, and how errors name it.
 *
 * `custom` stands for a type with its own decoder: `decode` takes the JSON value and throws what Go's decoder would return.
 */
export type GoType =
  | {
      readonly kind: 'string' | 'bool' | 'int32' | 'int64' | 'float64' | 'interface {}';
      /** Of a type with a name of its own: `types.SortOrder`. */
      readonly name?: string;
    }
  | { readonly kind: 'slice'; readonly element: GoType; readonly name?: string }
  | { readonly kind: 'map'; readonly element: GoType }
  | { readonly kind: 'pointer'; readonly to: GoType }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: () => Readonly<Record<string, GoField>> }
  | { readonly kind: 'custom'; readonly name: string; readonly decode: (value: JsonValue) => JsonValue };

/** The type's name in error messages: `[]string`, `map[string]v1.Port`. */
export function goTypeName(type: GoType): string {
  switch (type.kind) {
    case 'slice':
      return type.name ?? `[]${goTypeName(type.element)}`;
    case 'map':
      return `map[string]${goTypeName(type.element)}`;
    case 'pointer':
      return `*${goTypeName(type.to)}`;
    case 'struct':
    case 'custom':
      return type.name;
    default:
      return type.name ?? type.kind;
  }
}

/** The type behind all pointers. */
export function behindPointers(type: GoType): Exclude<GoType, { readonly kind: 'pointer' }> {
  let target = type;
  while (target.kind === 'pointer') target = target.to;
  return target;
}

/** The field that encoding/json takes for `key`: the one of that name, else one that differs by case only. */
export function findGoField(type: GoType & { readonly kind: 'struct' }, key: string): [string, GoField] | undefined {
  const fields = type.fields();
  const exact = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (exact !== undefined) return [key, exact];
  const folded = key.toLowerCase();
  return Object.entries(fields).find(([name]) => name.toLowerCase() === folded);
}
