/** The families of types. */
export type TypeKind =
  | 'any'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'int'
  | 'list'
  | 'map'
  | 'null'
  | 'opaque'
  | 'param'
  | 'string'
  | 'struct'
  | 'timestamp'
  | 'type'
  | 'uint';

const NO_PARAMS: readonly CelType[] = [];

/** A type. It is a value too: `type(1) == int`. */
export class CelType {
  constructor(
    readonly kind: TypeKind,
    /** Its name while an expression runs, without parameters. */
    readonly name: string,
    readonly params: readonly CelType[] = NO_PARAMS,
    /** Whether null may stand in its place: protobuf's wrappers of single values. */
    readonly nullable = false,
  ) {}
}

export const BOOL = new CelType('bool', 'bool');
export const BYTES = new CelType('bytes', 'bytes');
export const DOUBLE = new CelType('double', 'double');
export const DURATION = new CelType('duration', 'google.protobuf.Duration');
export const DYN = new CelType('dyn', 'dyn');
export const ERROR = new CelType('error', 'error');
export const INT = new CelType('int', 'int');
export const NULL = new CelType('null', 'null_type');
export const STRING = new CelType('string', 'string');
export const TIMESTAMP = new CelType('timestamp', 'google.protobuf.Timestamp');
export const TYPE = new CelType('type', 'type');
export const UINT = new CelType('uint', 'uint');
/** A list of anything: the type of every list while an expression runs. */
export const LIST = listType(DYN);
/** A map of anything: the type of every map while an expression runs. */
export const MAP = mapType(DYN, DYN);
/** An optional of anything: the type of every optional while an expression runs. */
export const OPTIONAL = optionalType(DYN);

/** A list of elements of one type. */
export function listType(element: CelType): CelType {
  return new CelType('list', 'list', [element]);
}

/** A map from keys of one type to values of another. */
export function mapType(key: CelType, value: CelType): CelType {
  return new CelType('map', 'map', [key, value]);
}

/** A value that may be missing. */
export function optionalType(value: CelType): CelType {
  return new CelType('opaque', 'optional_type', [value]);
}

/** A protobuf message around a single value. */
export function wrapperType({ kind, name }: CelType): CelType {
  return new CelType(kind, name, NO_PARAMS, true);
}

/** The type whose value is a type. */
export function typeOfType(param: CelType): CelType {
  return new CelType('type', 'type', [param]);
}

/** A type that stands for any type, the same one wherever it is named in a declaration. */
export function paramType(name: string): CelType {
  return new CelType('param', name);
}

/** A type with fields. */
export function structType(name: string): CelType {
  return new CelType('struct', name);
}

/** Whether everything is assignable to the type and it to everything. */
export function isDynamic(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'any' || type.kind === 'param';
}

/** The first and second parameter of a list, map, optional or type; `dyn` where there is none. */
export function paramOf(type: CelType, place: 0 | 1): CelType {
  return type.params[place] ?? DYN;
}
