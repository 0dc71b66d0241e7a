import type { JsonValue } from '@gotk/json';
import type { DraftFields } from '../../drafts/draft.js';

/** How a field is written when it is empty: see the classes of `go-shapes.generated.ts`. */
export type FieldClass = 'omit-empty' | 'pointer' | 'kept-pointer' | 'keep' | 'struct' | 'omit-zero';

/** A field of a struct. */
export interface GoField {
  readonly name: string;
  readonly type: () => GoType;
  readonly fieldClass: FieldClass;
  /** What an absent field is set to. */
  readonly defaultValue?: JsonValue | undefined;
  /** The type in Go, where it has a name of its own and is no struct. */
  readonly goType?: string | undefined;
  /** The embedded structs that hold the field, joined by dots. */
  readonly embedded?: string | undefined;
}

/** A struct: its fields in the order they are written. */
export interface GoStruct {
  readonly kind: 'struct';
  /** Without its package, as error texts name it. */
  readonly name: string;
  /** With its package: `v1.PodSpec`. */
  readonly qualified: string;
  readonly fields: ReadonlyMap<string, GoField>;
  readonly protobuf: ReadonlyMap<number, ProtobufField>;
  /** Fills in what the type's defaults say, after those of its fields. */
  readonly setDefaults?: ((value: DraftFields) => void) | undefined;
}

/** What a protobuf field number holds: a field, or a message whose fields JSON writes into this struct. */
export type ProtobufField =
  | { readonly kind: 'field'; readonly field: GoField }
  | { readonly kind: 'inline'; readonly type: () => GoType };

/** Types that are one value in JSON. */
export type GoScalar =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'time'
  | 'microTime'
  | 'duration'
  | 'quantity'
  | 'intOrString'
  /** Any JSON object, kept as it is. */
  | 'raw'
  /** Any JSON value, kept as it is. */
  | 'any';

/**
 * The type that a value is read as, where that depends on the value; `undefined`: it is dropped.
 *
 * @throws DecodeError when it may not be such a value.
 */
type ReadAs = (value: JsonValue) => GoType | undefined;

/** A type of the built-in API, as Go's decoder sees it. */
export type GoType =
  | { readonly kind: GoScalar; readonly readAs?: ReadAs }
  | { readonly kind: 'list'; readonly item: () => GoType }
  | { readonly kind: 'map'; readonly value: () => GoType }
  | GoStruct;

/** The type's name in Go, as error texts show it. */
export function renderGoType(type: GoType): string {
  switch (type.kind) {
    case 'struct':
      return type.qualified;
    case 'list':
      return `[]${renderGoType(type.item())}`;
    case 'map':
      return `map[string]${renderGoType(type.value())}`;
    case 'bytes':
      return '[]uint8';
    case 'quantity':
      return 'resource.Quantity';
    case 'time':
      return 'v1.Time';
    case 'microTime':
      return 'v1.MicroTime';
    case 'intOrString':
      return 'intstr.IntOrString';
    case 'duration':
      return 'v1.Duration';
    case 'raw':
      return 'runtime.RawExtension';
    case 'any':
      return 'interface {}';
    default:
      return type.kind;
  }
}
