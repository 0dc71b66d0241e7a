import {
  BOOL,
  BYTES,
  CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listType,
  mapType,
  STRING,
  structType,
  TIMESTAMP,
  UINT,
  wrapperType,
} from './cel-type.js';

/** A message of protobuf that the language knows as a type of its own. */
export interface WellKnownType {
  readonly type: CelType;
  readonly fields: ReadonlyMap<string, CelType>;
}

const PREFIX = 'google.protobuf.';
const ANY = new CelType('any', `${PREFIX}Any`);
const LIST = listType(DYN);
const MAP = mapType(STRING, DYN);

/** The message without fields; it alone stays a message. */
export const EMPTY = structType(`${PREFIX}Empty`);

/** The name of the one value of an enumeration that the language knows. */
export const NULL_VALUE = `${PREFIX}NullValue.NULL_VALUE`;

const TYPES: ReadonlyMap<string, WellKnownType> = new Map([
  wrapper('BoolValue', BOOL),
  wrapper('BytesValue', BYTES),
  wrapper('DoubleValue', DOUBLE),
  wrapper('FloatValue', DOUBLE),
  wrapper('Int32Value', INT),
  wrapper('Int64Value', INT),
  wrapper('StringValue', STRING),
  wrapper('UInt32Value', UINT),
  wrapper('UInt64Value', UINT),
  known('Any', ANY, { type_url: STRING, value: BYTES }),
  known('Duration', DURATION, { seconds: INT, nanos: INT }),
  known('Timestamp', TIMESTAMP, { seconds: INT, nanos: INT }),
  known('ListValue', LIST, { values: LIST }),
  known('Struct', MAP, { fields: MAP }),
  known('Value', DYN, {
    null_value: INT,
    number_value: DOUBLE,
    string_value: STRING,
    bool_value: BOOL,
    struct_value: MAP,
    list_value: LIST,
  }),
  known('Empty', EMPTY, {}),
]);

function known(
  name: string,
  type: CelType,
  fields: Readonly<Record<string, CelType>>,
): readonly [string, WellKnownType] {
  return [PREFIX + name, { type, fields: new Map(Object.entries(fields)) }];
}

function wrapper(name: string, type: CelType): readonly [string, WellKnownType] {
  return known(name, wrapperType(type), { value: type });
}

/** A message that every environment knows. */
export function wellKnownType(name: string): WellKnownType | undefined {
  return TYPES.get(name);
}
