const VARINT = 0;
const BYTES = 2;
const text = new TextEncoder();

/** Writes a protobuf message field by field, in the order of the calls. */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** A text, unless it is empty or not there. */
  text(number: number, value: unknown): this {
    if (typeof value === 'string' && value !== '') this.#delimited(number, text.encode(value));
    return this;
  }

  /** `true`, unless it is not. */
  flag(number: number, value: unknown): this {
    if (value === true) this.#push(varint((number << 3) | VARINT), Uint8Array.of(1));
    return this;
  }

  /** A whole number from zero up, if there is one. */
  count(number: number, value: unknown): this {
    if (typeof value === 'number' && value > 0) this.#push(varint((number << 3) | VARINT), varint(value));
    return this;
  }

  /** A message, if there is one. */
  message(number: number, value: ProtobufWriter | undefined): this {
    if (value !== undefined) this.#delimited(number, value.bytes());
    return this;
  }

  /** The message so far. */
  bytes(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      all.set(part, offset);
      offset += part.length;
    }
    return all;
  }

  #delimited(number: number, value: Uint8Array): void {
    this.#push(varint((number << 3) | BYTES), varint(value.length), value);
  }

  #push(...parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
