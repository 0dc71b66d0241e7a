import { LocatedError, type SourceLocation } from '@gotk/located-error';
import { LimitError } from '../functions/go-error.js';
import { nodeText } from '../language/node-text.js';
import type { SourceText, TemplateTreeNode } from '../language/nodes.js';
import { byteLength } from '../text/go-text.js';
import { quoteText } from '../text/quote.js';
import { execHint } from './exec-hint.js';
import type { Frame } from './frame.js';

/** A step of the way from the file that was rendered to the place of an error. */
export interface IncludeStep extends SourceLocation {
  /** The template that was executing there. */
  readonly template: string;
}

/** An error while a template executes, with Go's text; `cause` is the error of the called function. */
export class TemplateExecError extends LocatedError {
  /** What went wrong, without the place. */
  readonly problem: string;
  /** From the file that was rendered down to the place. */
  readonly chain: readonly IncludeStep[];

  constructor(frame: Frame, problem: string, cause?: unknown) {
    const { template } = frame;
    const { node, start } = frame.latest();
    const place = placeOf(template.source, start + node.pos);
    const inner = cause instanceof TemplateExecError ? cause : undefined;
    super({
      code: cause instanceof LimitError || inner?.code === 'template-limit' ? 'template-limit' : 'template-exec',
      message: `template: ${template.source.parseName}:${place.line}:${place.columnBytes}: executing ${quoteText(template.name)} at <${nodeText(node)}>: ${problem}`,
      at: inner?.at ?? place.at,
      hint: inner?.hint ?? execHint(problem, nodeText(node)),
      cause,
    });
    this.name = 'TemplateExecError';
    this.problem = problem;
    this.chain = [{ ...place.at, template: template.name }, ...(inner?.chain ?? [])];
  }
}

/** Stops the execution at the current node with Go's message. */
export function failAt(frame: Frame, problem: string): never {
  throw new TemplateExecError(frame, problem);
}

/** Stops the execution at `node` because a function failed. */
export function failCall(
  frame: Frame,
  node: TemplateTreeNode,
  call: { readonly name: string; readonly error: Error },
): never {
  frame.node = node;
  throw new TemplateExecError(frame, `error calling ${call.name}: ${call.error.message}`, call.error);
}

interface Place {
  readonly line: number;
  readonly columnBytes: number;
  readonly at: SourceLocation;
}

function placeOf(source: SourceText, pos: number): Place {
  const before = source.text.slice(0, pos);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const at = { file: source.parseName, line, column: pos - lineStart + 1 };
  return { line, columnBytes: byteLength(before.slice(lineStart)), at };
}
