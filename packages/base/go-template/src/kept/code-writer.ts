const FIRST_CAPACITY = 64 * 1024;

/** Numbers in a row, of which nobody knows how many there will be. */
export class CodeWriter {
  length = 0;
  private numbers = new Int32Array(FIRST_CAPACITY);

  write(...numbers: readonly number[]): void {
    const start = this.length;
    this.length += numbers.length;
    if (this.length > this.numbers.length) this.widen();
    this.numbers.set(numbers, start);
  }

  private widen(): void {
    const wider = new Int32Array(this.length * 2);
    wider.set(this.numbers);
    this.numbers = wider;
  }

  finish(): Int32Array {
    return this.numbers.subarray(0, this.length);
  }
}
