import type { Mark } from './problem.js';

/** How a scalar was written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export type TokenKind =
  | 'stream-start'
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** The smallest meaningful part of a text. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: Mark;
  /** Text of a scalar, name of an anchor or alias, handle of a tag or of a tag directive, version of a directive. */
  readonly value: string;
  /** Rest of a tag, prefix of a tag directive. */
  readonly suffix: string;
  readonly style: ScalarStyle;
}

/** A token without content. */
export function plainToken(kind: TokenKind, start: Mark): Token {
  return { kind, start, value: '', suffix: '', style: 'plain' };
}

/** The place behind an indicator of one character. */
export function behind({ start }: Token): Mark {
  return { index: start.index + 1, line: start.line, column: start.column + 1 };
}
