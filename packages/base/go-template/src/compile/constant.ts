import type { BoolNode, NumberNode, StringNode } from '../language/nodes.js';
import { GoComplex } from '../value/go-complex.js';
import { goInt, wrapInt64 } from '../value/go-int.js';
import type { GoValue } from '../value/go-value.js';
import type { Evaluate } from './compiled-template.js';
import { failAt } from './exec-error.js';

/** Compiles a literal where no type is asked for. */
export function compileConstant(node: BoolNode | NumberNode | StringNode): Evaluate {
  const constant = constantOf(node);
  if ('problem' in constant) {
    return (frame) => {
      frame.node = node;
      return failAt(frame, constant.problem);
    };
  }
  const { value } = constant;
  return (frame) => {
    frame.node = node;
    return value;
  };
}

function constantOf(
  node: BoolNode | NumberNode | StringNode,
): { readonly value: GoValue } | { readonly problem: string } {
  if (node.kind === 'bool') return { value: node.value };
  if (node.kind === 'string') return { value: node.text };
  if (node.complex !== undefined) return { value: new GoComplex(node.complex.real, node.complex.imaginary) };
  if (node.float !== undefined && looksLikeFloat(node.text)) return { value: node.float };
  if (node.int !== undefined) return { value: goInt(wrapInt64(node.int)) };
  return { problem: `${node.text} overflows int` };
}

function looksLikeFloat(text: string): boolean {
  const isHexInteger = /^0[xX]./.test(text) && !/[pP]/.test(text);
  return !text.startsWith("'") && !isHexInteger && /[.eEpP]/.test(text);
}
