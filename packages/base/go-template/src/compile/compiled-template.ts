import type { ListNode, SourceText } from '../language/nodes.js';
import type { GoValue } from '../value/go-value.js';
import type { Frame } from './frame.js';

/** How a list of statements ended: `break` and `continue` are on their way to their range. */
export type Completion = 'done' | 'break' | 'continue';

/** Executes a statement. */
export type Execute = (frame: Frame, dot: GoValue) => Completion;

/** Evaluates an expression. */
export type Evaluate = (frame: Frame, dot: GoValue) => GoValue;

/** Evaluates a command of a pipeline; `final` is the value of the command before, if there is one. */
export type EvaluateStage = (frame: Frame, dot: GoValue, final?: GoValue) => GoValue;

/** Evaluates an argument to the form its parameter takes. */
export type EvaluateArgument = (frame: Frame, dot: GoValue, final?: GoValue) => unknown;

/** A template as closures. It depends on no run and can be shared between runs. */
export interface CompiledTemplate {
  readonly name: string;
  readonly source: SourceText;
  readonly root: ListNode;
  readonly execute: Execute;
}
