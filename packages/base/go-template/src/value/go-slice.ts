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

/** Bytes that are at hand, or that are read when somebody asks for them. */
export type BytesSource = Uint8Array | { readonly data: Uint8Array };

/** Go's `[]byte`. */
export class GoBytes {
  readonly type: GoType;
  readonly isNil: boolean;
  private readonly source: BytesSource;

  constructor(type: GoType, source: BytesSource, isNil = false) {
    this.type = type;
    this.source = source;
    this.isNil = isNil;
  }

  get bytes(): Uint8Array {
    return this.source instanceof Uint8Array ? this.source : this.source.data;
  }
}
