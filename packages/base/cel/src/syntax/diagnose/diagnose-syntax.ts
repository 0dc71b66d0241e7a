import type { Issues } from '../../source/issues.js';
import { placeOf } from '../../source/source.js';
import type { LexResult } from '../lex.js';
import type { SyntaxNode } from '../syntax-node.js';

/** Says what is wrong with tokens that are no expression. */
export function diagnoseSyntax(lexed: LexResult, issues: Issues): SyntaxNode | undefined {
  issues.add(placeOf(issues.source, lexed.tokens.at(-1)?.offset ?? 0), 'Syntax error: TODO');
  return undefined;
}
