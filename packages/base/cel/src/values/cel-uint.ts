/** An integer from 0 to 2^64 - 1. */
export class CelUint {
  constructor(readonly value: bigint) {}
}
