import { quoteText } from '../text/quote.js';
import type { BranchNode, CommandNode, OperandNode, PipeNode, TemplateNode, TemplateTreeNode } from './nodes.js';

/** The node as Go prints it in errors: its source in one standard form. */
export function nodeText(node: TemplateTreeNode): string {
  switch (node.kind) {
    case 'list':
      return node.nodes.map(nodeText).join('');
    case 'text':
      return node.text;
    case 'action':
      return `{{${pipeText(node.pipe)}}}`;
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'template':
      return templateText(node);
    case 'command':
      return commandText(node);
    case 'if':
    case 'with':
    case 'range':
      return branchText(node);
    default:
      return operandText(node);
  }
}

function operandText(node: OperandNode): string {
  switch (node.kind) {
    case 'identifier':
      return node.name;
    case 'variable':
      return node.path.join('.');
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'field':
      return `.${node.path.join('.')}`;
    case 'chain':
      return `${argumentText(node.node)}.${node.path.join('.')}`;
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'pipe':
      return pipeText(node);
  }
}

function argumentText(node: OperandNode): string {
  return node.kind === 'pipe' ? `(${pipeText(node)})` : operandText(node);
}

function commandText(node: CommandNode): string {
  return node.args.map(argumentText).join(' ');
}

function pipeText({ variables, isAssign, commands }: PipeNode): string {
  const names = variables.map(nodeText).join(', ');
  const declaration = names === '' ? '' : `${names} ${isAssign ? '=' : ':='} `;
  return declaration + commands.map(commandText).join(' | ');
}

function templateText({ name, pipe }: TemplateNode): string {
  return `{{template ${quoteText(name)}${pipe === undefined ? '' : ` ${pipeText(pipe)}`}}}`;
}

function branchText({ kind, pipe, list, elseList }: BranchNode): string {
  const otherwise = elseList === undefined ? '' : `{{else}}${nodeText(elseList)}`;
  return `{{${kind} ${pipeText(pipe)}}}${nodeText(list)}${otherwise}{{end}}`;
}
