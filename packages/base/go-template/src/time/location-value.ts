import { fixed, method } from '../functions/go-function.js';
import { any, type ParameterType } from '../functions/parameter-type.js';
import { GoPointer, GoStruct, type GoStructType } from '../value/go-struct.js';
import type { GoType } from '../value/go-type.js';
import type { GoValue } from '../value/go-value.js';
import type { Zone } from './zone.js';

const LOCATION: GoStructType = {
  name: 'time.Location',
  kind: 'struct',
  fields: [],
  copied: (data) => ({ ...(data as Zone), name: '' }),
};

const POINTER: GoType = {
  name: '*time.Location',
  kind: 'ptr',
  element: LOCATION,
  toText: (value) => nameOf(value),
  methods: new Map([['String', method(fixed('String', [any], nameOf))]]),
};

const NIL = new GoPointer(POINTER, undefined);
/** Pointers are equal when they are the same, so there is one to each zone. */
const pointers = new WeakMap<Zone, GoPointer>();

/** A Go `*time.Location`; nil without a zone. */
export function goLocation(zone: Zone | undefined): GoPointer {
  if (zone === undefined) return NIL;
  const pointer = pointers.get(zone) ?? new GoPointer(POINTER, new GoStruct(LOCATION, zone));
  pointers.set(zone, pointer);
  return pointer;
}

/** The parameter type `*time.Location`; nil comes as no zone. */
export const location: ParameterType<{ readonly zone: Zone | undefined }> = {
  name: POINTER.name,
  kind: 'ptr',
  zero: { value: { zone: undefined } },
  accept: (value) => (value instanceof GoPointer && value.type === POINTER ? { zone: zoneOf(value) } : undefined),
};

/** Only `goLocation` makes values of this type. */
function zoneOf(value: GoValue): Zone | undefined {
  return (value as GoPointer).target?.data as Zone | undefined;
}

/** Nil is UTC, and so is a local zone that has no name of its own. */
function nameOf(value: GoValue): string {
  const name = zoneOf(value)?.name ?? 'UTC';
  return name === 'Local' ? 'UTC' : name;
}
