import type { Scanner } from '../scan/scanner.js';
import type { Token } from '../scan/token.js';

/** The three comments of a node. */
export interface NodeComments {
  headComment: string;
  lineComment: string;
  footComment: string;
}

/** No comments. */
export const NO_COMMENTS: Readonly<NodeComments> = { headComment: '', lineComment: '', footComment: '' };

/** Comments that have been read but belong to no node yet. */
export class CommentLedger {
  head = '';
  #line = '';
  #foot = '';
  #stem = '';

  /** Notes the comments that come with `token`. */
  note({ comments }: Scanner, token: Token): void {
    for (let comment = comments?.take(token); comment !== undefined; comment = comments?.take(token)) {
      const { kind, text } = comment;
      if (kind === 'head') this.head = joined(this.head, text);
      else if (kind === 'line') this.#line = joined(this.#line, text);
      else this.#foot = joined(this.#foot, text);
    }
  }

  /** Hands all comments to a node. */
  take(): Readonly<NodeComments> {
    if (this.head === '' && this.#line === '' && this.#foot === '' && this.#stem === '') return NO_COMMENTS;
    const taken = { headComment: this.head, lineComment: this.#line, footComment: this.#foot };
    this.head = '';
    this.#line = '';
    this.#foot = '';
    this.#stem = '';
    return taken;
  }

  /** Sets the comments before a `-` aside for the collection that begins behind it. */
  setStem(length: number): void {
    this.#stem = this.head.slice(0, length);
    this.head = this.head.slice(length + 1);
  }

  /** Hands over what `setStem` set aside. */
  takeStem(): string {
    const stem = this.#stem;
    this.#stem = '';
    return stem;
  }

  /**
   * Hands the head comment of a document over: all before the last empty line; what follows it belongs to the first node.
   */
  takeDocumentHead(): string {
    const { head } = this;
    for (let index = head.length - 1; index > 0; index--) {
      if (head[index] !== '\n') continue;
      const atEnd = index === head.length - 1;
      if (!atEnd && head[index - 1] !== '\n') continue;
      this.head = head.slice(index + 1);
      return head.slice(0, atEnd ? index : index - 1);
    }
    return '';
  }
}

function joined(before: string, text: string): string {
  return before === '' ? text : `${before}\n${text}`;
}
