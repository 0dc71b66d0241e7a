import type { Token } from './token.js';

/** An element of a list literal. */
export interface ElementNode {
  readonly optional: Token | undefined;
  readonly value: SyntaxNode;
}

/** An entry of a map literal. */
export interface EntryNode {
  readonly optional: Token | undefined;
  readonly key: SyntaxNode;
  readonly colon: Token;
  readonly value: SyntaxNode;
}

/** A field of a message literal. */
export interface FieldNode {
  readonly start: Token;
  readonly optional: Token | undefined;
  /** Undefined where it is broken. */
  readonly name: Token | undefined;
  readonly colon: Token;
  readonly value: SyntaxNode;
}

/** What was written, before macros are expanded. Parentheses are gone; `missing` stands where an error was. */
export type SyntaxNode =
  | { readonly kind: 'missing'; readonly start: Token }
  | {
      readonly kind: 'ternary';
      readonly start: Token;
      readonly condition: SyntaxNode;
      readonly operator: Token;
      readonly then: SyntaxNode;
      readonly otherwise: SyntaxNode;
    }
  | {
      readonly kind: 'chain';
      readonly start: Token;
      readonly operator: '&&' | '||';
      readonly terms: readonly SyntaxNode[];
      readonly operators: readonly Token[];
    }
  | {
      readonly kind: 'binary';
      readonly start: Token;
      readonly operator: Token;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | {
      readonly kind: 'prefix';
      readonly start: Token;
      readonly operators: readonly Token[];
      readonly operand: SyntaxNode;
    }
  | {
      readonly kind: 'select';
      readonly start: Token;
      readonly operand: SyntaxNode;
      readonly dot: Token;
      readonly optional: Token | undefined;
      readonly field: Token | undefined;
      /** Where a name should be that is none. */
      readonly brokenField?: Token | undefined;
    }
  | {
      readonly kind: 'member-call';
      readonly start: Token;
      readonly target: SyntaxNode;
      readonly name: Token;
      readonly open: Token;
      readonly args: readonly SyntaxNode[];
    }
  | {
      readonly kind: 'index';
      readonly start: Token;
      readonly operand: SyntaxNode;
      readonly open: Token;
      readonly optional: Token | undefined;
      readonly index: SyntaxNode;
    }
  | { readonly kind: 'ident'; readonly start: Token; readonly name: Token }
  | {
      readonly kind: 'call';
      readonly start: Token;
      readonly name: Token;
      readonly open: Token;
      readonly args: readonly SyntaxNode[];
    }
  | {
      readonly kind: 'list';
      readonly start: Token;
      readonly open: Token;
      readonly elements: readonly ElementNode[];
    }
  | { readonly kind: 'map'; readonly start: Token; readonly open: Token; readonly entries: readonly EntryNode[] }
  | {
      readonly kind: 'message';
      readonly start: Token;
      readonly names: readonly Token[];
      readonly open: Token;
      readonly fields: readonly FieldNode[];
    }
  | { readonly kind: 'literal'; readonly start: Token; readonly token: Token };
