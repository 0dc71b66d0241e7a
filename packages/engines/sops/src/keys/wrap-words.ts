/**
 * Breaks lines of more than `width` characters at white space, as the Go package go-wordwrap does: a word that is itself as
 * long as the line stays where it is.
 */
export function wrapWords(text: string, width: number): string {
  const wrapper = new WordWrapper(width);
  for (const character of text) wrapper.add(character);
  return wrapper.finish();
}

/** White space, but for the one that must not be broken at. */
const SPACE = /^[\t\v\f\r \u0085\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

class WordWrapper {
  #text = '';
  #column = 0;
  #word: string[] = [];
  #space: string[] = [];

  constructor(readonly width: number) {}

  add(character: string): void {
    if (character === '\n') this.#breakLine();
    else if (SPACE.test(character)) this.#addSpace(character);
    else this.#addToWord(character);
  }

  finish(): string {
    if (this.#word.length > 0 || this.#column + this.#space.length <= this.width) this.#flush();
    return this.#text;
  }

  #breakLine(): void {
    if (this.#word.length > 0 || this.#column + this.#space.length <= this.width) this.#flush();
    this.#space = [];
    this.#text += '\n';
    this.#column = 0;
  }

  #addSpace(character: string): void {
    if (this.#space.length === 0 || this.#word.length > 0) this.#flush();
    this.#space.push(character);
  }

  #addToWord(character: string): void {
    this.#word.push(character);
    if (this.#column + this.#word.length + this.#space.length <= this.width || this.#word.length >= this.width) return;
    this.#text += '\n';
    this.#column = 0;
    this.#space = [];
  }

  #flush(): void {
    this.#text += this.#space.join('') + this.#word.join('');
    this.#column += this.#space.length + this.#word.length;
    this.#space = [];
    this.#word = [];
  }
}
