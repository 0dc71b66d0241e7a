import type { Issues } from '../../source/issues.js';
import type { LexResult } from '../lex.js';
import type { SyntaxNode } from '../syntax-node.js';
import { DiagnosisEnded, ErrorStrategy } from './error-strategy.js';
import { RecoveringParser } from './recovering-parser.js';

/** Says what is wrong with tokens that are no expression; what can be read of them may have errors of its own. */
export function diagnoseSyntax(lexed: LexResult, issues: Issues): SyntaxNode | undefined {
  try {
    const strategy = new ErrorStrategy(lexed, issues);
    strategy.reportLexicalErrors();
    return new RecoveringParser(strategy).start();
  } catch (error) {
    if (error instanceof DiagnosisEnded) return undefined;
    throw error;
  }
}
