import { ActionTokens, afterSpace, GIVE_UP, type KnownAction } from './action-tokens.js';
import { isBlankTemplate } from './blank-template.js';
import { KEYWORDS } from './keywords.js';
import { numberOf, textOf } from './literal.js';
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
import { pathOf } from './path-of.js';
import { isTrimmedSpace, trimTrailingSpace } from './trim-space.js';

const NOT_EXECUTABLE: ReadonlySet<OperandNode['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/** What ends a list of statements. */
type ListEnd = 'end' | 'else' | 'eof';

/** The names of functions. */
export interface FunctionNames {
  readonly has: (name: string) => boolean;
}

/** What is known of actions, by the functions they may call. */
const knownActions = new WeakMap<FunctionNames, Map<string, KnownAction>>();

/**
 * Parses what templates are nearly always made of, at a fraction of the cost of the exact parser, to the same trees. It gives up on
 * everything else, errors above all: those are for the exact parser to find and to word.
 *
 * Pipelines that mean the same wherever they stand, and are written in the same way, are the same object.
 *
 * @returns `undefined` when it gives up.
 */
export function parseQuickly(
  name: string,
  text: string,
  functions: FunctionNames,
): ReadonlyMap<string, ParsedTemplate> | undefined {
  const parser = new QuickParser({ parseName: name, text }, functions);
  try {
    return parser.parseFile();
  } catch (error) {
    if (error === GIVE_UP || error instanceof RangeError) return undefined;
    throw error;
  }
}

const DASH = 0x2d;
const MAX_DEPTH = 500;

interface Declarations {
  readonly variables: readonly VariableNode[];
  readonly isAssign: boolean;
}

const NO_DECLARATIONS: Declarations = { variables: [], isAssign: false };

/** Trees are kept for long. Their lists are copied when they are complete, where they have grown. */
class QuickParser {
  private readonly source: SourceText;
  private readonly text: string;
  private readonly functions: FunctionNames;
  private readonly trees = new Map<string, ParsedTemplate>();
  private variables: string[] = ['$'];
  /** Where the next text begins. */
  private at = 0;
  private depth = 0;
  private rangeDepth = 0;
  private readonly action: ActionTokens;

  constructor(source: SourceText, functions: FunctionNames) {
    this.source = source;
    this.text = source.text;
    this.functions = functions;
    const actions = knownActions.get(functions) ?? new Map<string, KnownAction>();
    knownActions.set(functions, actions);
    this.action = new ActionTokens(source.text, actions);
  }

  parseFile(): ReadonlyMap<string, ParsedTemplate> {
    const { list, end } = this.list(true);
    if (end !== 'eof') throw GIVE_UP;
    this.add(this.source.parseName, list);
    return this.trees;
  }

  private add(name: string, root: ListNode): void {
    const known = this.trees.get(name);
    if (known !== undefined && !isBlankTemplate(known.root)) throw GIVE_UP;
    this.trees.set(name, { name, source: this.source, root });
  }

  /** Statements up to an `end`, an `else` or the end of the text. */
  private list(isFile = false): { readonly list: ListNode; readonly end: ListEnd } {
    if (this.depth++ > MAX_DEPTH) throw GIVE_UP;
    const { text } = this;
    const nodes: StatementNode[] = [];
    let pos = -1;
    let end: ListEnd | undefined;
    while (end === undefined) {
      const open = text.indexOf('{{', this.at);
      const trims = open !== -1 && text.charCodeAt(open + 2) === DASH && isTrimmedSpace(text.charCodeAt(open + 3));
      const node = this.textUpTo(open === -1 ? text.length : open, trims);
      if (node !== undefined) nodes.push(node);
      if (pos === -1 && node !== undefined) pos = node.pos;
      if (open === -1) end = 'eof';
      else {
        const inner = open + (trims ? 4 : 2);
        if (text.startsWith('/*', inner)) {
          this.skipComment(inner);
          continue;
        }
        if (pos === -1) pos = open;
        this.at = this.action.read(inner);
        const statement = this.statement(isFile);
        if (statement === 'end' || statement === 'else') end = statement;
        else if (statement !== undefined) nodes.push(statement);
      }
    }
    this.depth--;
    return { list: { kind: 'list', pos: pos === -1 ? text.length : pos, nodes: nodes.slice() }, end };
  }

  private textUpTo(end: number, trims: boolean): StatementNode | undefined {
    const { at } = this;
    if (end === at) return undefined;
    const content = this.text.slice(at, end);
    const text = trims ? trimTrailingSpace(content) : content;
    return text === '' ? undefined : { kind: 'text', pos: at, text };
  }

  private skipComment(start: number): void {
    const { text } = this;
    const close = text.indexOf('*/', start + 2);
    if (close === -1) throw GIVE_UP;
    const trims = isTrimmedSpace(text.charCodeAt(close + 2)) && text.charCodeAt(close + 3) === DASH;
    const delimiter = close + (trims ? 4 : 2);
    if (!text.startsWith('}}', delimiter)) throw GIVE_UP;
    this.at = trims ? afterSpace(text, delimiter + 2) : delimiter + 2;
  }

  /** The statement of the action at hand; a definition leaves none. */
  private statement(isFile: boolean): StatementNode | 'end' | 'else' | undefined {
    const { action } = this;
    const { start } = action;
    const word = action.peek();
    const pos = action.position;
    switch (word) {
      case 'end':
        action.take();
        action.close();
        return 'end';
      case 'else':
        action.take();
        return 'else';
      case 'if':
      case 'with':
      case 'range':
        action.take();
        return this.branch(word);
      case 'break':
      case 'continue':
        if (this.rangeDepth === 0 || this.functions.has(word)) throw GIVE_UP;
        action.take();
        action.close();
        return { kind: word, pos: start + pos };
      case 'define':
        if (!isFile) throw GIVE_UP;
        action.take();
        this.definition();
        return undefined;
      case 'template':
        action.take();
        return this.templateCall();
      default:
        return { kind: 'action', start, pos, pipe: this.wholePipeline('') };
    }
  }

  private definition(): void {
    const name = this.name();
    this.action.close();
    const outer = this.variables;
    this.variables = ['$'];
    const { list, end } = this.list();
    this.action.close();
    if (end !== 'end') throw GIVE_UP;
    this.variables = outer;
    this.add(name, list);
  }

  private name(): string {
    const token = this.action.peek() ?? '';
    if (!token.startsWith('"') && !token.startsWith('`')) throw GIVE_UP;
    this.action.take();
    return textOf(token);
  }

  private branch(kind: BranchNode['kind']): BranchNode {
    const { start } = this.action;
    const outer = this.variables.length;
    const pipe = this.wholePipeline(kind);
    if (kind === 'range') this.rangeDepth++;
    const { list, end } = this.list();
    if (kind === 'range') this.rangeDepth--;
    if (end === 'eof') throw GIVE_UP;
    const elseList = end === 'else' ? this.elseList(kind) : undefined;
    this.variables.length = outer;
    return { kind, start, pos: pipe.pos, pipe, list, elseList };
  }

  private elseList(kind: BranchNode['kind']): ListNode {
    const { action } = this;
    const word = action.peek();
    if (word !== undefined) {
      // `else if` nests, and shares the one `end`.
      if (word !== kind || kind === 'range') throw GIVE_UP;
      const pos = action.start + action.position;
      action.take();
      return { kind: 'list', pos, nodes: [this.branch(kind)] };
    }
    const { list, end } = this.list();
    if (end !== 'end') throw GIVE_UP;
    return list;
  }

  private templateCall(): TemplateNode {
    const { action } = this;
    const { start } = action;
    action.peek();
    const pos = action.position;
    const name = this.name();
    const pipe = action.peek() === undefined ? undefined : this.wholePipeline('template');
    return { kind: 'template', start, pos, name, pipe };
  }

  /** The pipeline up to the end of the action. */
  private wholePipeline(context: string): PipeNode {
    const { action } = this;
    const { known } = action;
    if (known.pipe === undefined) {
      const pipe = this.pipeline(context, '');
      known.pipe = known.isFree ? pipe : undefined;
      return pipe;
    }
    action.takeRest();
    return known.pipe;
  }

  /** @param end what closes it: a parenthesis, or nothing for the end of the action */
  private pipeline(context: string, end: ')' | ''): PipeNode {
    const { action } = this;
    action.peek();
    const pos = action.position;
    const { variables, isAssign } = this.declarations(context);
    const commands = [this.command()];
    while (action.skip('|')) {
      const command = this.command();
      if (NOT_EXECUTABLE.has(command.args[0]?.kind ?? 'nil')) throw GIVE_UP;
      commands.push(command);
    }
    const closing = action.peek();
    if (end === '' ? closing !== undefined : closing !== end) throw GIVE_UP;
    if (end !== '') action.take();
    const shared = end === '' && action.known.isFree ? {} : undefined;
    return { kind: 'pipe', pos, isAssign, variables, commands: fitting(commands), shared };
  }

  private declarations(context: string): Declarations {
    const { action } = this;
    const sign = action.declarationSign();
    if (sign === undefined) return NO_DECLARATIONS;
    const variables: VariableNode[] = [];
    for (;;) {
      const name = action.peek() ?? '';
      // Whoever declares `$` anew is rare: nothing that names it would mean the same everywhere.
      if (!/^\$[0-9A-Za-z_]+$/.test(name)) throw GIVE_UP;
      variables.push({ kind: 'variable', pos: action.position, path: [name] });
      this.variables.push(name);
      action.take();
      if (action.skip(sign)) return { variables: variables.slice(), isAssign: sign === '=' };
      if (!action.skip(',') || context !== 'range' || variables.length > 1) throw GIVE_UP;
    }
  }

  private command(): CommandNode {
    const { action } = this;
    action.peek();
    const pos = action.position;
    const args = [this.operand()];
    for (;;) {
      // Only a space can come between two operands.
      const isApart = action.isAtSpace();
      const next = action.peek();
      if (next === undefined || next === '|' || next === ')') return { kind: 'command', pos, args: fitting(args) };
      if (!isApart) throw GIVE_UP;
      args.push(this.operand());
    }
  }

  private operand(): OperandNode {
    const { action } = this;
    const token = action.peek() ?? '';
    const pos = action.position;
    action.take();
    switch (token.charCodeAt(0)) {
      case 0x22: // "
      case 0x60: // `
        return { kind: 'string', pos, quoted: token, text: textOf(token) };
      case 0x2e: // .
        return token === '.' ? { kind: 'dot', pos } : this.field(token, pos);
      case 0x24: // $
        return this.variable(token, pos);
      case 0x28: // (
        return this.parenthesized();
      default:
        return /^[-0-9]/.test(token) ? this.number(token, pos) : this.word(token, pos);
    }
  }

  /** Errors in a path of several fields are reported at the second. */
  private field(token: string, pos: number): OperandNode {
    const path = pathOf(token);
    const first = path[0] ?? '';
    return { kind: 'field', pos: path.length > 1 ? pos + first.length + 1 : pos, path };
  }

  private variable(token: string, pos: number): OperandNode {
    const path = pathOf(token);
    const name = path[0] ?? '';
    // The latest are the likeliest.
    if (this.variables.lastIndexOf(name) === -1) throw GIVE_UP;
    return { kind: 'variable', pos: path.length > 1 ? pos + name.length : pos, path };
  }

  private parenthesized(): OperandNode {
    if (this.depth++ > MAX_DEPTH) throw GIVE_UP;
    const pipe = this.pipeline('', ')');
    this.depth--;
    const { action } = this;
    if (action.isAtSpace()) return pipe;
    const path = action.peek();
    if (path === undefined || !path.startsWith('.') || path === '.') return pipe;
    const pos = action.position;
    action.take();
    return { kind: 'chain', pos, node: pipe, path: path.slice(1).split('.') };
  }

  private number(token: string, pos: number): OperandNode {
    const { text, int, uint, float, complex } = numberOf(token);
    return { kind: 'number', pos, text, int, uint, float, complex };
  }

  private word(token: string, pos: number): OperandNode {
    if (token === 'true' || token === 'false') return { kind: 'bool', pos, value: token === 'true' };
    if (token === 'nil') return { kind: 'nil', pos };
    if (KEYWORDS.has(token) || !this.functions.has(token)) throw GIVE_UP;
    return { kind: 'identifier', pos, name: token };
  }
}

/** A list with room for no more than it holds; a list of one that never grew has none. */
function fitting<T>(items: T[]): T[] {
  return items.length === 1 ? items : items.slice();
}
