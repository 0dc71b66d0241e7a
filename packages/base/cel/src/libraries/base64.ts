import { CelError } from '../values/cel-error.js';

/** How base64 is written. */
export interface Base64Style {
  readonly alphabet: 'standard' | 'url';
  readonly padded: boolean;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PAD = 0x3d;
const LINE_ENDS: readonly (number | undefined)[] = [0x0a, 0x0d];

/** Reads base64; ends of lines are skipped. @throws CelError with the place that Go names */
export function decodeBase64(text: string, style: Base64Style): Uint8Array {
  return new Decoder(text, style).decode();
}

class Decoder {
  readonly #source: Uint8Array;
  readonly #values: ReadonlyMap<number, number>;
  readonly #bytes: number[] = [];
  #at = 0;

  constructor(
    text: string,
    readonly style: Base64Style,
  ) {
    this.#source = new TextEncoder().encode(text);
    const alphabet = DIGITS + (style.alphabet === 'url' ? '-_' : '+/');
    this.#values = new Map(Array.from(alphabet, (character, value) => [character.charCodeAt(0), value]));
  }

  decode(): Uint8Array {
    while (this.#at < this.#source.length && this.#readQuantum());
    return Uint8Array.from(this.#bytes);
  }

  /** Reads four digits; false where they were the last. */
  #readQuantum(): boolean {
    const digits: number[] = [];
    while (digits.length < 4) {
      this.#skipLineEnds();
      const byte = this.#source[this.#at];
      if (byte === undefined) return this.#readEnd(digits);
      this.#at++;
      const value = this.#values.get(byte);
      if (value !== undefined) digits.push(value);
      else if (byte === PAD && this.style.padded) return this.#readPadding(digits);
      else throw corrupt(this.#at - 1);
    }
    this.#write(digits);
    return true;
  }

  #readEnd(digits: readonly number[]): boolean {
    if (digits.length === 0) return false;
    if (digits.length === 1 || this.style.padded) throw corrupt(this.#at - digits.length);
    this.#write(digits);
    return false;
  }

  #readPadding(digits: readonly number[]): boolean {
    if (digits.length < 2) throw corrupt(this.#at - 1);
    if (digits.length === 2) {
      this.#skipLineEnds();
      if (this.#at === this.#source.length) throw corrupt(this.#at);
      if (this.#source[this.#at] !== PAD) throw corrupt(this.#at - 1);
      this.#at++;
    }
    this.#skipLineEnds();
    if (this.#at < this.#source.length) throw corrupt(this.#at);
    this.#write(digits);
    return false;
  }

  #skipLineEnds(): void {
    while (LINE_ENDS.includes(this.#source[this.#at])) this.#at++;
  }

  #write(digits: readonly number[]): void {
    const [a = 0, b = 0, c = 0, d = 0] = digits;
    const triple = [(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d];
    this.#bytes.push(...triple.slice(0, digits.length - 1));
  }
}

function corrupt(place: number): CelError {
  return new CelError(`illegal base64 data at input byte ${place}`);
}
