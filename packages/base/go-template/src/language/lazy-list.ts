import type { ListNode, SourceText, StatementNode } from './nodes.js';

/** A list of statements that is parsed when somebody first asks for them. */
export class LazyList implements ListNode {
  readonly kind = 'list';
  readonly source: SourceText;
  private parse: (() => ListNode) | undefined;
  private list: ListNode | undefined;

  constructor(source: SourceText, parse: () => ListNode) {
    this.source = source;
    this.parse = parse;
  }

  get pos(): number {
    return this.get().pos;
  }

  get nodes(): StatementNode[] {
    return this.get().nodes;
  }

  private get(): ListNode {
    this.list ??= this.parse?.();
    // What it was parsed with is not kept.
    this.parse = undefined;
    return this.list ?? { kind: 'list', source: this.source, pos: 0, nodes: [] };
  }
}
