import type { GoType } from './go-type.js';
import type { GoValue } from './go-value.js';

/** A field of a struct. */
export interface GoField {
  readonly name: string;
  /** The field's own type where that is not the type of its value: an interface. */
  readonly isInterface?: boolean;
  readonly isUnexported?: boolean;
  /** The name in JSON; `undefined` leaves the field out. Default: the field's name. */
  readonly jsonName?: string | undefined;
  readonly omitEmpty?: boolean;
  readonly get: (struct: GoStruct) => GoValue;
}

/** The type of a struct with its fields in order. */
export interface GoStructType extends GoType {
  readonly kind: 'struct';
  readonly fields: readonly GoField[];
  /** `String()` of the pointer to it, which an action takes of a field that it prints, though nothing else does. */
  readonly toTextWhenPrinted?: (value: GoValue) => string;
  /** Its type once it went through an argument: nothing can take a pointer to it any more, so the pointer's methods are gone. */
  readonly asArgument?: GoStructType;
  /** What a deep copy leaves of the data: unexported fields stay behind. Default: all. */
  readonly copied?: (data: unknown) => unknown;
}

/** A struct value: a type and whatever the type's fields and methods read. */
export class GoStruct {
  readonly type: GoStructType;
  readonly data: unknown;

  constructor(type: GoStructType, data: unknown) {
    this.type = type;
    this.data = data;
  }
}

/** A pointer to a struct, or a nil one. */
export class GoPointer {
  readonly type: GoType;
  readonly target: GoStruct | undefined;

  constructor(type: GoType, target: GoStruct | undefined) {
    this.type = type;
    this.target = target;
  }
}

/** The field with this name. */
export function fieldNamed(type: GoStructType, name: string): GoField | undefined {
  return type.fields.find((field) => field.name === name);
}
