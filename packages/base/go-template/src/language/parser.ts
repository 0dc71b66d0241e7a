import { quoteText } from '../text/quote.js';
import { unquoteText } from '../text/unquote.js';
import { isBlankTemplate } from './blank-template.js';
import { Lexer } from './lexer.js';
import { nodeText } from './node-text.js';
import type {
  BranchNode,
  CommandNode,
  ListNode,
  OperandNode,
  ParsedTemplate,
  PipeNode,
  SourceText,
  StatementNode,
  TemplateNode,
  VariableNode,
} from './nodes.js';
import { parseNumberConstant } from './number-constant.js';
import { TemplateParseError } from './parse-error.js';
import { type Token, type TokenKind, tokenText } from './token.js';
import { TokenStream } from './token-stream.js';

/** Nested parentheses; Go allows 10,000, which no JavaScript stack bears. */
const MAX_PAREN_DEPTH = 1_000;

/** An `{{ end }}` or `{{ else }}` that closes a list. */
interface ListEnd {
  readonly kind: 'end' | 'else';
  readonly pos: number;
}

const OPERAND_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'char-constant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw-string',
  'string',
  'variable',
  'left-paren',
]);

/** Commands that later stages of a pipeline cannot start with. */
const NOT_EXECUTABLE: ReadonlySet<OperandNode['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/**
 * Parses a template text into its trees: the text itself under `name`, and each `define` and `block` under its own.
 *
 * @param hasFunction tells which functions exist; others are errors.
 * @throws TemplateParseError with Go's message.
 */
export function parseTemplate(
  name: string,
  text: string,
  hasFunction: (name: string) => boolean,
): ReadonlyMap<string, ParsedTemplate> {
  const source: SourceText = { parseName: name, text };
  const lexer = new Lexer(text, { breakAllowed: !hasFunction('break'), continueAllowed: !hasFunction('continue') });
  const trees = new Map<string, ParsedTemplate>();
  new TreeParser({ name, source, stream: new TokenStream(lexer), trees, hasFunction }).parseFile();
  return trees;
}

interface TreeContext {
  name: string;
  readonly source: SourceText;
  readonly stream: TokenStream;
  readonly trees: Map<string, ParsedTemplate>;
  readonly hasFunction: (name: string) => boolean;
}

class TreeParser {
  private readonly context: TreeContext;
  private readonly stream: TokenStream;
  private variables: string[] = ['$'];
  private actionStart: number | undefined;
  private rangeDepth = 0;
  private parenDepth = 0;

  constructor(context: TreeContext) {
    this.context = context;
    this.stream = context.stream;
  }

  parseFile(): void {
    const root = this.newList(this.stream.peek().pos);
    while (this.stream.peek().kind !== 'eof') {
      if (this.takeDefinition()) continue;
      const node = this.statement();
      if (isListEnd(node)) this.fail(`unexpected {{${node.kind}}}`);
      else root.nodes.push(node);
    }
    this.add(root);
  }

  /** Takes a whole `{{ define }}` when one stands here. */
  private takeDefinition(): boolean {
    if (this.stream.peek().kind !== 'left-delimiter') return false;
    const delimiter = this.stream.next();
    const keyword = this.stream.nextNonSpace();
    if (keyword.kind === 'define') {
      this.subtree('definition').definition();
      return true;
    }
    this.stream.pushBack(keyword);
    this.stream.pushBack(delimiter);
    return false;
  }

  private subtree(name: string): TreeParser {
    return new TreeParser({ ...this.context, name, stream: new TokenStream(this.stream.lexer) });
  }

  private definition(): void {
    const clause = 'define clause';
    const name = this.stream.nextNonSpace();
    if (name.kind !== 'string' && name.kind !== 'raw-string') this.unexpected(name, clause);
    this.context.name = this.unquote(name);
    this.expect('right-delimiter', clause);
    const { list, end } = this.list();
    if (end.kind !== 'end') this.fail(`unexpected {{${end.kind}}} in ${clause}`);
    this.add(list);
  }

  private add(root: ListNode): void {
    const { name, trees, source } = this.context;
    const known = trees.get(name);
    if (known === undefined || isBlankTemplate(known.root)) trees.set(name, { name, source, root });
    else if (!isBlankTemplate(root)) this.fail(`template: multiple definition of template ${quoteText(name)}`);
  }

  private list(): { readonly list: ListNode; readonly end: ListEnd } {
    const list = this.newList(this.stream.peekNonSpace().pos);
    while (this.stream.peekNonSpace().kind !== 'eof') {
      const node = this.statement();
      if (isListEnd(node)) return { list, end: node };
      list.nodes.push(node);
    }
    return this.fail('unexpected EOF');
  }

  private statement(): StatementNode | ListEnd {
    const token = this.stream.nextNonSpace();
    if (token.kind === 'text') return { kind: 'text', pos: token.pos, text: token.text };
    if (token.kind !== 'left-delimiter') return this.unexpected(token, 'input');
    this.actionStart = token.pos;
    const node = this.action();
    this.actionStart = undefined;
    return node;
  }

  private action(): StatementNode | ListEnd {
    const token = this.stream.nextNonSpace();
    switch (token.kind) {
      case 'block':
        return this.block();
      case 'break':
      case 'continue':
        return this.jump(token, token.kind);
      case 'else':
        return this.elseClause();
      case 'end':
        return { kind: 'end', pos: this.expect('right-delimiter', 'end').pos };
      case 'if':
      case 'range':
      case 'with':
        return this.branch(token.kind);
      case 'template':
        return this.templateCall();
      default:
        this.stream.pushBack(token);
        return { kind: 'action', start: 0, pos: token.pos, pipe: this.pipeline('command', 'right-delimiter') };
    }
  }

  private jump(token: Token, kind: 'break' | 'continue'): StatementNode {
    const close = this.stream.nextNonSpace();
    if (close.kind !== 'right-delimiter') this.unexpected(close, `{{${kind}}}`);
    if (this.rangeDepth === 0) this.fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos: token.pos };
  }

  private branch(kind: BranchNode['kind']): BranchNode {
    const outer = this.variables.length;
    const pipe = this.pipeline(kind, 'right-delimiter');
    if (kind === 'range') this.rangeDepth++;
    const { list, end } = this.list();
    if (kind === 'range') this.rangeDepth--;
    const elseList = end.kind === 'else' ? this.elseList(kind, end) : undefined;
    this.variables.length = outer;
    return { kind, start: 0, pos: pipe.pos, pipe, list, elseList };
  }

  private elseList(kind: BranchNode['kind'], elseNode: ListEnd): ListNode {
    // `else if` leaves its `if` for here: it nests, and shares the one `end`.
    if (kind !== 'range' && this.stream.peek().kind === kind) {
      this.stream.next();
      const list = this.newList(elseNode.pos);
      list.nodes.push(this.branch(kind));
      return list;
    }
    const { list, end } = this.list();
    if (end.kind !== 'end') this.fail(`expected end; found {{${end.kind}}}`);
    return list;
  }

  private elseClause(): ListEnd {
    const next = this.stream.peekNonSpace();
    if (next.kind === 'if' || next.kind === 'with') return { kind: 'else', pos: next.pos };
    return { kind: 'else', pos: this.expect('right-delimiter', 'else').pos };
  }

  private block(): TemplateNode {
    const clause = 'block clause';
    const token = this.stream.nextNonSpace();
    const name = this.templateName(token, clause);
    const pipe = this.pipeline(clause, 'right-delimiter');
    const body = this.subtree(name);
    const { list, end } = body.list();
    if (end.kind !== 'end') this.fail(`unexpected {{${end.kind}}} in ${clause}`);
    body.add(list);
    return { kind: 'template', start: 0, pos: token.pos, name, pipe };
  }

  private templateCall(): TemplateNode {
    const clause = 'template clause';
    const token = this.stream.nextNonSpace();
    const name = this.templateName(token, clause);
    const next = this.stream.nextNonSpace();
    if (next.kind === 'right-delimiter') return { kind: 'template', start: 0, pos: token.pos, name, pipe: undefined };
    this.stream.pushBack(next);
    return { kind: 'template', start: 0, pos: token.pos, name, pipe: this.pipeline(clause, 'right-delimiter') };
  }

  private templateName(token: Token, clause: string): string {
    if (token.kind !== 'string' && token.kind !== 'raw-string') this.unexpected(token, clause);
    return this.unquote(token);
  }

  private pipeline(context: string, end: TokenKind): PipeNode {
    const start = this.stream.peekNonSpace();
    const { variables, isAssign } = this.declarations(context);
    const pipe: PipeNode = { kind: 'pipe', pos: start.pos, isAssign, variables, commands: [], shared: undefined };
    for (;;) {
      const token = this.stream.nextNonSpace();
      if (token.kind === end) {
        this.checkPipeline(pipe, context);
        return pipe;
      }
      if (!OPERAND_STARTS.has(token.kind)) this.unexpected(token, context);
      this.stream.pushBack(token);
      pipe.commands.push(this.command());
    }
  }

  private declarations(context: string): { readonly variables: VariableNode[]; readonly isAssign: boolean } {
    const variables: VariableNode[] = [];
    for (;;) {
      const variable = this.stream.peekNonSpace();
      if (variable.kind !== 'variable') return { variables, isAssign: false };
      this.stream.next();
      const after = this.stream.peek();
      const next = this.stream.peekNonSpace();
      if (next.kind === 'assign' || next.kind === 'declare') {
        this.stream.nextNonSpace();
        this.declare(variables, variable);
        return { variables, isAssign: next.kind === 'assign' };
      }
      if (next.kind !== 'char' || next.text !== ',') {
        if (after.kind === 'space') this.stream.pushBack(after);
        this.stream.pushBack(variable);
        return { variables, isAssign: false };
      }
      this.stream.nextNonSpace();
      this.declare(variables, variable);
      this.checkSecondVariable(context, variables.length);
    }
  }

  private declare(variables: VariableNode[], token: Token): void {
    variables.push({ kind: 'variable', pos: token.pos, path: token.text.split('.') });
    this.variables.push(token.text);
  }

  private checkSecondVariable(context: string, declared: number): void {
    if (context !== 'range' || declared >= 2) this.fail(`too many declarations in ${context}`);
    const { kind } = this.stream.peekNonSpace();
    if (kind !== 'variable' && kind !== 'right-delimiter' && kind !== 'right-paren') {
      this.fail('range can only initialize variables');
    }
  }

  private checkPipeline(pipe: PipeNode, context: string): void {
    if (pipe.commands.length === 0) this.fail(`missing value for ${context}`);
    for (const [index, { args }] of pipe.commands.entries()) {
      const [first] = args;
      if (index > 0 && first !== undefined && NOT_EXECUTABLE.has(first.kind)) {
        this.fail(`non executable command in pipeline stage ${index + 1}`);
      }
    }
  }

  private command(): CommandNode {
    const command: CommandNode = { kind: 'command', pos: this.stream.peekNonSpace().pos, args: [] };
    for (;;) {
      this.stream.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) command.args.push(operand);
      const token = this.stream.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'right-delimiter' || token.kind === 'right-paren') this.stream.pushBack(token);
      else if (token.kind !== 'pipe') this.unexpected(token, 'operand');
      break;
    }
    if (command.args.length === 0) this.fail('empty command');
    return command;
  }

  private operand(): OperandNode | undefined {
    const term = this.term();
    const next = term === undefined ? undefined : this.stream.peek();
    if (term === undefined || next?.kind !== 'field') return term;
    const path: string[] = [];
    while (this.stream.peek().kind === 'field') path.push(this.stream.next().text.slice(1));
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { ...term, pos: next.pos, path: [...term.path, ...path] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return this.fail(`unexpected . after term ${quoteText(nodeText(term))}`);
      default:
        return { kind: 'chain', pos: next.pos, node: term, path };
    }
  }

  private term(): OperandNode | undefined {
    const token = this.stream.nextNonSpace();
    const { pos } = token;
    switch (token.kind) {
      case 'identifier':
        if (!this.context.hasFunction(token.text)) this.fail(`function ${quoteText(token.text)} not defined`);
        return { kind: 'identifier', pos, name: token.text };
      case 'dot':
        return { kind: 'dot', pos };
      case 'nil':
        return { kind: 'nil', pos };
      case 'variable':
        return this.variable(token);
      case 'field':
        return { kind: 'field', pos, path: token.text.slice(1).split('.') };
      case 'bool':
        return { kind: 'bool', pos, value: token.text === 'true' };
      case 'char-constant':
      case 'complex':
      case 'number':
        return this.number(token);
      case 'left-paren':
        return this.parenthesized();
      case 'string':
      case 'raw-string':
        return { kind: 'string', pos, quoted: token.text, text: this.unquote(token) };
      default:
        this.stream.pushBack(token);
        return undefined;
    }
  }

  private parenthesized(): PipeNode {
    if (this.parenDepth >= MAX_PAREN_DEPTH) this.fail('max expression depth exceeded');
    this.parenDepth++;
    const pipe = this.pipeline('parenthesized pipeline', 'right-paren');
    this.parenDepth--;
    return pipe;
  }

  private variable(token: Token): VariableNode {
    if (!this.variables.includes(token.text)) this.fail(`undefined variable ${quoteText(token.text)}`);
    return { kind: 'variable', pos: token.pos, path: [token.text] };
  }

  private number(token: Token): OperandNode {
    const constant = parseNumberConstant(token.text, token.kind);
    if ('error' in constant) return this.fail(constant.error);
    return { kind: 'number', pos: token.pos, ...constant };
  }

  private unquote(token: Token): string {
    return unquoteText(token.text) ?? this.fail('invalid syntax');
  }

  private newList(pos: number): ListNode {
    return { kind: 'list', pos, nodes: [] };
  }

  private expect(kind: TokenKind, context: string): Token {
    const token = this.stream.nextNonSpace();
    return token.kind === kind ? token : this.unexpected(token, context);
  }

  private unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') return this.fail(`unexpected ${tokenText(token)} in ${context}`);
    return this.fail(token.text + this.actionPlace(token));
  }

  /** Where the action began, when that is not the line of the error. */
  private actionPlace(token: Token): string {
    if (this.actionStart === undefined) return '';
    const started = this.lineOf(this.actionStart);
    if (started === this.lineOf(token.pos)) return '';
    const place = ` started at ${this.context.source.parseName}:${started}`;
    return token.text.endsWith(' action') ? place : ` in action${place}`;
  }

  private fail(message: string): never {
    const { latest } = this.stream;
    const line = latest === undefined ? 0 : this.lineOf(latest.pos);
    throw new TemplateParseError(this.context.source, { line, message });
  }

  private lineOf(pos: number): number {
    return this.context.source.text.slice(0, pos).split('\n').length;
  }
}

function isListEnd(node: StatementNode | ListEnd): node is ListEnd {
  return node.kind === 'end' || node.kind === 'else';
}
