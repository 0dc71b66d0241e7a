import type { ListNode, StatementNode } from './nodes.js';

/** Parses the statements of a body that begins at this offset. */
export interface BodyParser {
  readonly bodyAt: (offset: number) => ListNode;
}

/** A list of statements that is parsed when somebody asks for them. It is asked once, when it is compiled, and keeps nothing. */
export class LazyList implements ListNode {
  readonly kind = 'list';
  private readonly offset: number;
  private readonly parser: BodyParser;

  constructor(offset: number, parser: BodyParser) {
    this.offset = offset;
    this.parser = parser;
  }

  get pos(): number {
    return this.parser.bodyAt(this.offset).pos;
  }

  get nodes(): StatementNode[] {
    return this.parser.bodyAt(this.offset).nodes;
  }
}
