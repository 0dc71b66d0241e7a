import type { GoType } from './go-type.js';
import type { GoValue } from './go-value.js';

/** A Go slice other than a plain `[]interface {}` (which is a JavaScript array): of another element type, or nil. */
export class GoSlice {
  readonly type: GoType;
  readonly items: readonly GoValue[];
  readonly isNil: boolean;

  constructor(type: GoType, items: readonly GoValue[], isNil = false) {
    this.type = type;
    this.items = items;
    this.isNil = isNil;
  }
}

/** Go's `[]byte`. */
export class GoBytes {
  readonly type: GoType;
  readonly bytes: Uint8Array;

  constructor(type: GoType, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }
}
