import { AstBuilder } from '../ast/ast-builder.js';
import { buildAst } from '../ast/build-ast.js';
import type { Ast } from '../ast/expr.js';
import type { Macro } from '../macros/macro.js';
import type { Issues } from '../source/issues.js';
import { createSource, NO_PLACE, type Source } from '../source/source.js';
import { diagnoseSyntax } from './diagnose/diagnose-syntax.js';
import { lex } from './lex.js';
import { MAX_NESTING, NestingError, parseTokens, UnexpectedToken } from './parse-tokens.js';
import type { SyntaxNode } from './syntax-node.js';

/** The longest expression that is read, in code points. */
const MAX_LENGTH = 100_000;

/** An expression that was read; it is of use only without issues. */
export interface ParsedExpression {
  readonly ast: Ast;
  readonly issues: Issues;
}

/** Reads an expression and expands its macros. */
export function parseExpression(text: string, macros: ReadonlyMap<string, Macro>): ParsedExpression {
  const source = createSource(text);
  const builder = new AstBuilder(source);
  const { issues, offsets } = builder;
  const nothing: ParsedExpression = { ast: { expr: { kind: 'unknown', id: 0 }, offsets }, issues };
  if (source.length > MAX_LENGTH) {
    issues.add(NO_PLACE, `expression code point size exceeds limit: size: ${source.length}, limit ${MAX_LENGTH}`);
    return nothing;
  }
  const node = readSyntax(source, issues);
  if (node === undefined) return nothing;
  try {
    return { ast: { expr: buildAst(node, builder, macros), offsets }, issues };
  } catch (error) {
    if (!(error instanceof NestingError)) throw error;
    issues.add(NO_PLACE, 'max recursion depth exceeded');
    return nothing;
  }
}

function readSyntax(source: Source, issues: Issues): SyntaxNode | undefined {
  const lexed = lex(source);
  try {
    if (lexed.errors.length === 0) return parseTokens(lexed.tokens);
  } catch (error) {
    if (error instanceof NestingError) {
      issues.add(NO_PLACE, `expression recursion limit exceeded: ${MAX_NESTING}`);
      return undefined;
    }
    if (!(error instanceof UnexpectedToken)) throw error;
  }
  return diagnoseSyntax(lexed, issues);
}
