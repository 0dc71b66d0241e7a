import { Issues } from '../source/issues.js';
import { NO_PLACE, type Place, placeOf, type Source } from '../source/source.js';
import type { Expr } from './expr.js';

/** The variable in which a comprehension gathers its result; it cannot be written. */
export const ACCUMULATOR = '@result';

/** Numbers expressions, keeps where they stand and gathers errors. */
export class AstBuilder {
  readonly issues: Issues;
  readonly offsets: (number | undefined)[] = [undefined];
  /** How many expressions are copies of others. */
  copies = 0;

  constructor(readonly source: Source) {
    this.issues = new Issues(source);
  }

  /** The next free id, for an expression that begins at a code point. */
  newId(offset: number | undefined): number {
    return this.offsets.push(offset) - 1;
  }

  /** Forgets an id; the last one given is given again. */
  dropId(id: number): void {
    if (id === this.offsets.length - 1) this.offsets.pop();
    else this.offsets[id] = undefined;
  }

  /** Where the expression of an id begins. */
  placeOfId(id: number): Place {
    const offset = this.offsets[id];
    return offset === undefined ? NO_PLACE : placeOf(this.source, offset);
  }

  /** Reports an error, for which an empty expression stands. */
  error(offset: number | undefined, message: string): Expr {
    const id = this.newId(offset);
    this.issues.add(this.placeOfId(id), message);
    return { kind: 'unknown', id };
  }
}
