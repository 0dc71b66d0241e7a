/** Bytes that are read one after the other and end either well or with an error. */
export class ByteSource {
  #position = 0;

  /** @param fault what is wrong where the bytes end. */
  constructor(
    readonly bytes: Uint8Array,
    readonly fault: Error | undefined,
  ) {}

  /** How many bytes were read. */
  get position(): number {
    return this.#position;
  }

  /** The next line with its line break, without one if the bytes end before it. */
  readLine(): Uint8Array {
    const found = this.bytes.indexOf(0x0a, this.#position);
    const end = found < 0 ? this.bytes.length : found + 1;
    const line = this.bytes.subarray(this.#position, end);
    this.#position = end;
    return line;
  }

  /** The next bytes, fewer at the end; they are not read by that. */
  peek(count: number): Uint8Array {
    return this.bytes.subarray(this.#position, this.#position + count);
  }

  /** The next bytes, fewer at the end. */
  read(count: number): Uint8Array {
    const bytes = this.peek(count);
    this.#position += bytes.length;
    return bytes;
  }
}

/** Whether a line has its line break. */
export function isWholeLine(line: Uint8Array): boolean {
  return line.at(-1) === 0x0a;
}
