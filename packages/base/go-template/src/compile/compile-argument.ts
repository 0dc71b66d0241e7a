import type { ParameterType } from '../functions/parameter-type.js';
import { any as anyType } from '../functions/parameter-type.js';
import { nodeText } from '../language/node-text.js';
import type { BoolNode, NumberNode, OperandNode, StringNode } from '../language/nodes.js';
import { wrapInt64 } from '../value/go-int.js';
import { GoPointer, GoStruct } from '../value/go-struct.js';
import { INTERFACE } from '../value/go-type.js';
import { type GoValue, typeName } from '../value/go-value.js';
import { compileFunctionCall } from './compile-call.js';
import { compileCommand } from './compile-command.js';
import { compilePipeline } from './compile-pipeline.js';
import type { CompileContext } from './compile-template.js';
import type { Evaluate, EvaluateArgument } from './compiled-template.js';
import { compileConstant } from './constant.js';
import { failAt } from './exec-error.js';
import type { Frame } from './frame.js';

/** Compiles an argument for a parameter of this type. */
export function compileArgument(
  node: OperandNode,
  type: ParameterType<unknown>,
  context: CompileContext,
): EvaluateArgument {
  if (node.kind === 'bool' || node.kind === 'number' || node.kind === 'string') return compileLiteral(node, type);
  if (node.kind === 'nil') return compileNil(node, type);
  const evaluate = compileUntypedArgument(node, context);
  if (type === anyType) return (frame, dot) => boxed(evaluate(frame, dot));
  // What comes out of parentheses is never a nil interface, but no value.
  if (node.kind === 'pipe') return (frame, dot) => convertArgument(frame, evaluate(frame, dot) ?? undefined, type);
  return (frame, dot) => convertArgument(frame, evaluate(frame, dot), type);
}

/** The value of the command before, as the last argument of a call. */
export function compileFinal(type: ParameterType<unknown>): EvaluateArgument {
  if (type === anyType) return (_frame, _dot, final) => boxed(final);
  return (frame, _dot, final) => convertArgument(frame, final, type);
}

/** Compiles an operand that is no literal, as an argument: a function is called without arguments. */
export function compileUntypedArgument(node: OperandNode, context: CompileContext): Evaluate {
  switch (node.kind) {
    case 'dot':
      return (frame, dot) => {
        frame.node = node;
        return dot;
      };
    case 'pipe':
      return compilePipeline(node, context);
    case 'identifier':
      return compileFunctionCall({ identifier: node, node, args: [], hasFinal: false }, context);
    default:
      return compileCommand({ kind: 'command', pos: node.pos, args: [node] }, context, false);
  }
}

/** A value as an `interface {}`. */
function boxed(value: GoValue): GoValue {
  if (value === undefined) return null;
  if (!(value instanceof GoStruct) || value.type.asArgument === undefined) return value;
  return new GoStruct(value.type.asArgument, value.data);
}

/** A value as an argument of this type. Stops the execution when it is not assignable. */
export function convertArgument(frame: Frame, value: GoValue, type: ParameterType<unknown>): unknown {
  if (value === undefined) {
    if (type.zero === undefined) failAt(frame, `invalid value; expected ${type.name}`);
    return type.zero?.value;
  }
  if (value === null) {
    if (type.kind === 'interface' || type.kind === 'value') return null;
    return failAt(frame, `wrong type for value; expected ${type.name}; got ${INTERFACE.name}`);
  }
  const accepted = type.accept(value);
  if (accepted !== undefined) return accepted;
  const behind = value instanceof GoPointer && value.target !== undefined ? type.accept(value.target) : undefined;
  return behind ?? failAt(frame, `wrong type for value; expected ${type.name}; got ${typeName(value)}`);
}

function compileNil(node: OperandNode, type: ParameterType<unknown>): EvaluateArgument {
  return (frame) => {
    frame.node = node;
    if (type.zero === undefined) failAt(frame, `cannot assign nil to ${type.name}`);
    return type.zero?.value;
  };
}

function compileLiteral(node: BoolNode | NumberNode | StringNode, type: ParameterType<unknown>): EvaluateArgument {
  if (type.kind === 'interface' || type.kind === 'value') return compileConstant(node);
  const literal = literalOf(node, type);
  return (frame) => {
    frame.node = node;
    return 'value' in literal ? literal.value : failAt(frame, literal.problem);
  };
}

/** A literal in the type a parameter asks for. */
function literalOf(
  node: BoolNode | NumberNode | StringNode,
  type: ParameterType<unknown>,
): { readonly value: unknown } | { readonly problem: string } {
  const text = nodeText(node);
  switch (type.kind) {
    case 'bool':
      return node.kind === 'bool' ? { value: node.value } : { problem: `expected bool; found ${text}` };
    case 'string':
      return node.kind === 'string' ? { value: node.text } : { problem: `expected string; found ${text}` };
    case 'float64': {
      const value = node.kind === 'number' ? node.float : undefined;
      return value === undefined ? { problem: `expected float; found ${text}` } : { value };
    }
    case 'int': {
      const value = node.kind === 'number' ? node.int : undefined;
      return value === undefined ? { problem: `expected integer; found ${text}` } : { value: Number(value) };
    }
    case 'int64': {
      const value = node.kind === 'number' ? node.int : undefined;
      if (value === undefined) return { problem: `expected integer; found ${text}` };
      return { value: type.ofInteger === undefined ? wrapInt64(value) : type.ofInteger(value) };
    }
    case 'uint32': {
      const value = node.kind === 'number' ? node.uint : undefined;
      if (value === undefined) return { problem: `expected unsigned integer; found ${text}` };
      return { value: Number(BigInt.asUintN(32, value)) };
    }
    default:
      return { problem: `can't handle ${text} for arg of type ${type.name}` };
  }
}
