import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listType,
  mapType,
  STRING,
  structType,
  TIMESTAMP,
} from '../../types/cel-type.js';
import { escapeName } from './escape-name.js';
import { type RuleSchema, valuesOf, withTypeAndMetadata } from './rule-schema.js';

/** The largest request that an API server takes, in bytes; nothing in it is larger. */
export const MAX_REQUEST_SIZE = 3 * 1024 * 1024;

/** The longest duration, date and time in JSON, with their quotes. */
const DURATION_SIZE = { min: 3, max: 32 };
const DATE_SIZE = 12;
const DATE_TIME_SIZE = { min: 21, max: 32 };
const MIN_STRING_SIZE = 2;

/** The type that a schema gives its values, and how large they may become. */
export interface DeclaredType {
  readonly type: CelType;
  /** Of an object: the types of its fields by their escaped names. */
  readonly fields?: ReadonlyMap<string, DeclaredType>;
  /** What names lead to that are no field's; nothing when it is absent. */
  readonly otherFields?: DeclaredType;
  /** Of a map. */
  readonly keys?: DeclaredType;
  /** Of a list or a map. */
  readonly elements?: DeclaredType;
  /** The most elements, entries or characters. */
  readonly maxElements: number;
  /** The fewest bytes a value takes in JSON. */
  readonly minSize: number;
}

const TEXT: DeclaredType = simple(STRING, 0, MIN_STRING_SIZE);

function simple(type: CelType, maxElements: number, minSize: number): DeclaredType {
  return { type, maxElements, minSize };
}

/**
 * The type of a schema's values; undefined where rules cannot see them.
 * @param name the name of the type where it is an object; those inside are named after it
 */
export function declareType(schema: RuleSchema, isResource: boolean, name: string): DeclaredType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    const length = schema.maxLength === undefined ? MAX_REQUEST_SIZE - 2 : charactersOf(schema.maxLength);
    return simple(DYN, length, 1);
  }
  const whole = isResource ? withTypeAndMetadata(schema) : schema;
  switch (whole.type) {
    case 'array':
      return declareList(whole, name);
    case 'object':
      return valuesOf(whole) === undefined ? declareObject(whole, name) : declareMap(whole, name);
    case 'string':
      return declareText(whole);
    case 'boolean':
      return simple(BOOL, 0, 4);
    case 'number':
      return simple(DOUBLE, 0, 1);
    case 'integer':
      return simple(INT, 0, 1);
    default:
      return undefined;
  }
}

function declareNested(schema: RuleSchema, name: string): DeclaredType | undefined {
  return declareType(schema, schema['x-kubernetes-embedded-resource'] === true, name);
}

function declareList({ items, maxItems }: RuleSchema, name: string): DeclaredType | undefined {
  const elements = items === undefined ? undefined : declareNested(items, `${name}.@idx`);
  if (elements === undefined) return undefined;
  const most = Math.trunc((MAX_REQUEST_SIZE - 2) / (elements.minSize + 1));
  const maxElements = maxItems === undefined ? most : Math.max(maxItems, 0);
  return { type: listType(elements.type), elements, maxElements, minSize: 2 };
}

function declareMap(schema: RuleSchema, name: string): DeclaredType | undefined {
  const values = valuesOf(schema);
  const elements = values === undefined ? undefined : declareNested(values, `${name}.@elem`);
  if (elements === undefined) return undefined;
  const most = Math.trunc((MAX_REQUEST_SIZE - 2) / (elements.minSize + 6));
  const maxElements = schema.maxProperties === undefined ? most : Math.max(schema.maxProperties, 0);
  return { type: mapType(STRING, elements.type), keys: TEXT, elements, maxElements, minSize: 2 };
}

function declareObject({ properties = {}, required = [] }: RuleSchema, name: string): DeclaredType {
  const fields = new Map<string, DeclaredType>();
  let minSize = 2;
  for (const [property, schema] of Object.entries(properties)) {
    const escaped = escapeName(property);
    const type = declareNested(schema, `${name}.${escaped}`);
    if (type === undefined) continue;
    if (escaped !== undefined) fields.set(escaped, type);
    // The name in quotes, a colon and a comma.
    if (required.includes(property) && schema.default === undefined) minSize += property.length + type.minSize + 4;
  }
  return { type: structType(name), fields, maxElements: 0, minSize };
}

function declareText({ format, maxLength, enum: values }: RuleSchema): DeclaredType {
  switch (format) {
    case 'byte':
      return simple(BYTES, maxLength === undefined ? MAX_REQUEST_SIZE - 2 : Math.max(maxLength, 0), MIN_STRING_SIZE);
    case 'duration':
      return simple(DURATION, DURATION_SIZE.max, DURATION_SIZE.min);
    case 'date':
      return simple(TIMESTAMP, DATE_SIZE, DATE_SIZE);
    case 'date-time':
      return simple(TIMESTAMP, DATE_TIME_SIZE.max, DATE_TIME_SIZE.min);
    default:
      if (maxLength !== undefined) return simple(STRING, charactersOf(maxLength), MIN_STRING_SIZE);
      return simple(STRING, longestOf(values) ?? MAX_REQUEST_SIZE - 2, MIN_STRING_SIZE);
  }
}

/** Characters may take four bytes. */
function charactersOf(maxLength: number): number {
  return Math.max(maxLength, 0) * 4;
}

function longestOf(values: RuleSchema['enum']): number | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const lengths = values.map((value) => (typeof value === 'string' ? new TextEncoder().encode(value).length : 0));
  return Math.max(...lengths);
}

/** All objects in a type by the names of their types. */
export function structsOf(root: DeclaredType): ReadonlyMap<string, ReadonlyMap<string, CelType>> {
  const structs = new Map<string, ReadonlyMap<string, CelType>>();
  const collect = ({ type, fields, elements }: DeclaredType): void => {
    if (elements !== undefined) collect(elements);
    if (fields === undefined) return;
    structs.set(type.name, new Map([...fields].map(([name, field]) => [name, field.type])));
    for (const field of fields.values()) collect(field);
  };
  collect(root);
  return structs;
}
