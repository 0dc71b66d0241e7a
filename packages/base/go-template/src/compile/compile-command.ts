import { nodeText } from '../language/node-text.js';
import type { CommandNode, OperandNode, VariableNode } from '../language/nodes.js';
import { quoteText } from '../text/quote.js';
import { compileFunctionCall } from './compile-call.js';
import { compileChain, compileFieldPath } from './compile-field.js';
import { compilePipeline } from './compile-pipeline.js';
import type { CompileContext } from './compile-template.js';
import type { EvaluateStage } from './compiled-template.js';
import { compileConstant } from './constant.js';
import { failAt } from './exec-error.js';

const NO_ARGUMENTS: readonly OperandNode[] = [];

/** Compiles a command of a pipeline. @param hasFinal whether it takes the value of the command before it as its last argument */
export function compileCommand(command: CommandNode, context: CompileContext, hasFinal: boolean): EvaluateStage {
  const first = command.args[0];
  // The parser rejects an empty command.
  if (first === undefined) return () => undefined;
  const args = command.args.length === 1 ? NO_ARGUMENTS : command.args.slice(1);
  switch (first.kind) {
    case 'field':
      return compileFieldPath(first, { path: first.path, receiver: 'dot', args, hasFinal }, context);
    case 'chain':
      return compileChain(first, { args, hasFinal }, context);
    case 'identifier':
      return compileFunctionCall({ identifier: first, node: command, args, hasFinal }, context);
    case 'variable':
      return compileVariable(first, { args, hasFinal }, context);
    default:
      return compileOperand(first, args.length > 0 || hasFinal, context);
  }
}

function compileVariable(
  node: VariableNode,
  { args, hasFinal }: { readonly args: readonly OperandNode[]; readonly hasFinal: boolean },
  context: CompileContext,
): EvaluateStage {
  const name = node.path[0] ?? '';
  const variable = context.scope.lookup(name);
  if (variable === undefined) return (frame) => failAt(frame, `undefined variable: ${name}`);
  if (node.path.length > 1)
    return compileFieldPath(node, { path: node.path.slice(1), receiver: variable, args, hasFinal }, context);
  if (args.length > 0 || hasFinal) return compileNotFunction(node, true);
  const { slot } = variable;
  return (frame) => {
    frame.node = node;
    return frame.variables[slot];
  };
}

function compileOperand(node: OperandNode, hasArguments: boolean, context: CompileContext): EvaluateStage {
  if (node.kind === 'pipe') {
    return hasArguments ? compileNotFunction(node, false) : compilePipeline(node, context);
  }
  if (hasArguments) return compileNotFunction(node, true);
  if (node.kind === 'dot') {
    return (frame, dot) => {
      frame.node = node;
      return dot;
    };
  }
  if (node.kind === 'nil') {
    return (frame) => {
      frame.node = node;
      return failAt(frame, 'nil is not a command');
    };
  }
  if (node.kind !== 'bool' && node.kind !== 'number' && node.kind !== 'string') {
    return (frame) => failAt(frame, `can't evaluate command ${quoteText(nodeText(node))}`);
  }
  return compileConstant(node);
}

/** @param moves whether the error is reported at the operand itself rather than at what was evaluated before. */
function compileNotFunction(node: OperandNode, moves: boolean): EvaluateStage {
  return (frame) => {
    if (moves) frame.node = node;
    return failAt(frame, `can't give argument to non-function ${nodeText(node)}`);
  };
}
