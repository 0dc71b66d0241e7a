/** Text whose line breaks fold: one becomes a space, each further one a line feed; blanks around a break vanish. */
export class FoldedText {
  value = '';
  /** Whether a line break stands after the last text. */
  crossedBreak = false;
  #blanks = '';
  #firstBreak = '';
  #moreBreaks = '';

  /** Adds text, and before it what the blanks and breaks since the last text come to. */
  append(text: string): void {
    this.settle();
    this.value += text;
  }

  /** Notes a space or a tab. */
  blank(code: number): void {
    if (!this.crossedBreak) this.#blanks += code === 0x20 ? ' ' : '\t';
  }

  /** Notes a line break. */
  breakLine(text: string): void {
    if (this.crossedBreak) this.#moreBreaks += text;
    else {
      this.#blanks = '';
      this.#firstBreak = text;
      this.crossedBreak = true;
    }
  }

  /** Notes a line break that leaves no trace (escaped). */
  joinLine(): void {
    this.crossedBreak = true;
  }

  /** Turns the blanks and breaks noted so far into text. */
  settle(): void {
    if (!this.crossedBreak) this.value += this.#blanks;
    else if (this.#firstBreak !== '\n') this.value += this.#firstBreak + this.#moreBreaks;
    else this.value += this.#moreBreaks === '' ? ' ' : this.#moreBreaks;
    this.#blanks = '';
    this.#firstBreak = '';
    this.#moreBreaks = '';
    this.crossedBreak = false;
  }
}
