import { lineOf, type Place, type Source } from './source.js';

/** What is wrong at one place of an expression. */
export interface Issue {
  readonly place: Place;
  readonly message: string;
}

const SHOWN_ISSUES = 100;
/** Longer lines are not shown. */
const LONGEST_SNIPPET = 16_384;

/** Collects what is wrong with an expression; only the first hundred are kept. */
export class Issues {
  readonly #kept: Issue[] = [];
  #count = 0;

  constructor(readonly source: Source) {}

  get count(): number {
    return this.#count;
  }

  /** What was kept, in the order it was found. */
  get kept(): readonly Issue[] {
    return this.#kept;
  }

  add(place: Place, message: string): void {
    this.#count++;
    if (this.#count <= SHOWN_ISSUES) this.#kept.push({ place, message });
  }

  /** All of them as people read them: in the order of their places, each with its line and a mark below. */
  render(): string {
    const sorted = this.#kept.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
    const shown = sorted.map((issue) => renderIssue(issue, this.source));
    if (this.#count > SHOWN_ISSUES) shown.push(`${this.#count - SHOWN_ISSUES} more errors were truncated`);
    return shown.join('\n');
  }
}

function renderIssue({ place, message }: Issue, source: Source): string {
  const head = `ERROR: <input>:${place.line}:${place.column + 1}: ${message}`;
  const line = lineOf(source, place.line);
  if (line === undefined || new TextEncoder().encode(line).length > LONGEST_SNIPPET) return head;
  const snippet = line.replaceAll('\t', ' ');
  const characters = [...snippet];
  const before = characters.slice(0, Math.max(place.column, 0));
  const dots = before.map((character) => (isWide(character) ? '\uff0e' : '.')).join('');
  const mark = isWide(characters[Math.max(place.column, 0)] ?? '') ? '\uff3e' : '^';
  return `${head}\n | ${snippet}\n | ${dots}${mark}`;
}

function isWide(character: string): boolean {
  return character >= '\u0080';
}
