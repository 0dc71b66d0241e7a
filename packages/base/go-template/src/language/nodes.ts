/** The text a node was parsed from, for places in errors. */
export interface SourceText {
  /** The name given at parsing: the file, also inside `define`. */
  readonly parseName: string;
  readonly text: string;
}

interface NodeBase {
  /** Offset in the text, in UTF-16 code units; inside of a statement with an action it counts from the statement's `start`. */
  readonly pos: number;
}

interface ActionBase extends NodeBase {
  /** Where the offsets of the nodes of this statement are counted from: nodes of equal actions may be the same objects. */
  readonly start: number;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly nodes: StatementNode[];
}

export interface TextNode extends NodeBase {
  readonly kind: 'text';
  readonly text: string;
}

export interface ActionNode extends ActionBase {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}

export interface BranchNode extends ActionBase {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface JumpNode extends NodeBase {
  readonly kind: 'break' | 'continue';
}

export interface TemplateNode extends ActionBase {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

/** What can stand in a list. */
export type StatementNode = TextNode | ActionNode | BranchNode | JumpNode | TemplateNode;

export interface PipeNode extends NodeBase {
  readonly kind: 'pipe';
  /** `=` rather than `:=`. */
  readonly isAssign: boolean;
  readonly variables: readonly VariableNode[];
  readonly commands: CommandNode[];
  /** There where the pipeline may stand in many places, and means the same in all: what was made of it, for who makes it. */
  readonly shared: SharedWork | undefined;
}

/** Holds what one compiler made of a pipeline. */
export interface SharedWork {
  compiled?: unknown;
}

export interface CommandNode extends NodeBase {
  readonly kind: 'command';
  readonly args: OperandNode[];
}

export interface IdentifierNode extends NodeBase {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface VariableNode extends NodeBase {
  readonly kind: 'variable';
  /** The name with its `$`, then the fields. */
  readonly path: readonly string[];
}

export interface DotNode extends NodeBase {
  readonly kind: 'dot';
}

export interface NilNode extends NodeBase {
  readonly kind: 'nil';
}

export interface FieldNode extends NodeBase {
  readonly kind: 'field';
  readonly path: readonly string[];
}

export interface ChainNode extends NodeBase {
  readonly kind: 'chain';
  readonly node: OperandNode;
  readonly path: string[];
}

export interface BoolNode extends NodeBase {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly text: string;
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  readonly complex: { readonly real: number; readonly imaginary: number } | undefined;
}

export interface StringNode extends NodeBase {
  readonly kind: 'string';
  /** As written, with its quotes. */
  readonly quoted: string;
  readonly text: string;
}

/** What can stand in a command. */
export type OperandNode =
  | IdentifierNode
  | VariableNode
  | DotNode
  | NilNode
  | FieldNode
  | ChainNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;

/** Any node that an error can point at. */
export type TemplateTreeNode = StatementNode | OperandNode | CommandNode | ListNode;

/** A parsed template. */
export interface ParsedTemplate {
  readonly name: string;
  readonly source: SourceText;
  readonly root: ListNode;
}
