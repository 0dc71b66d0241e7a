import { unquoteText } from '../text/unquote.js';
import { isBlankTemplate } from './blank-template.js';
import { KEYWORDS } from './keywords.js';
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
import { type NumberConstant, parseNumberConstant } from './number-constant.js';
import { pathOf } from './path-of.js';
import { isTrimmedSpace, trimTrailingSpace } from './trim-space.js';

/**
 * The tokens of an action: white space, strings, paths, words, numbers and signs. Words end where Go's lexer lets them end; whatever
 * fits nothing else is a token of one character, on which the parser gives up.
 */
const TOKEN =
  /[ \t\r\n]+|[A-Za-z_][0-9A-Za-z_]*(?=[ \t\r\n,|:()]|$)|(?:\.[A-Za-z_][0-9A-Za-z_]*)+(?=[ \t\r\n,|:()]|$)|\$[0-9A-Za-z_]*(?:\.[A-Za-z_][0-9A-Za-z_]*)*(?=[ \t\r\n,|:()]|$)|"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[0-9]+)?(?=[ \t\r\n|)]|$)|0x[0-9a-f]+(?:p[0-9]+)?(?=[ \t\r\n|)]|$)|:=|./gs;

const RAW_STRING = /`[^`]*`/y;
const QUOTED_STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const NO_TOKENS: readonly string[] = [];
const SPACE_RUN = /[ \t\r\n]*/y;

const NOT_EXECUTABLE: ReadonlySet<OperandNode['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/** Thrown where the text is not of the simple kind. */
const GIVE_UP = Symbol('not a simple template');

/** What ends a list of statements. */
type ListEnd = 'end' | 'else' | 'eof';

/**
 * Parses what templates are nearly always made of, at a fraction of the cost of the exact parser, to the same trees. It gives up on
 * everything else, errors above all: those are for the exact parser to find and to word.
 *
 * @returns `undefined` when it gives up.
 */
export function parseQuickly(
  name: string,
  text: string,
  hasFunction: (name: string) => boolean,
): ReadonlyMap<string, ParsedTemplate> | undefined {
  const parser = new QuickParser({ parseName: name, text }, hasFunction);
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

/** Trees are kept for long. Their lists are copied when they are complete: one that has grown holds room for many more. */
class QuickParser {
  private readonly source: SourceText;
  private readonly text: string;
  private readonly hasFunction: (name: string) => boolean;
  private readonly trees = new Map<string, ParsedTemplate>();
  private variables: string[] = ['$'];
  /** Where the next text begins. */
  private at = 0;
  private depth = 0;
  private rangeDepth = 0;
  private readonly action: ActionTokens;

  constructor(source: SourceText, hasFunction: (name: string) => boolean) {
    this.source = source;
    this.text = source.text;
    this.hasFunction = hasFunction;
    this.action = new ActionTokens(source.text);
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
    const { text, source } = this;
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
    return { list: { kind: 'list', source, pos: pos === -1 ? text.length : pos, nodes: nodes.slice() }, end };
  }

  private textUpTo(end: number, trims: boolean): StatementNode | undefined {
    const { at } = this;
    if (end === at) return undefined;
    const content = this.text.slice(at, end);
    const text = trims ? trimTrailingSpace(content) : content;
    return text === '' ? undefined : { kind: 'text', source: this.source, pos: at, text };
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
    const { action, source } = this;
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
        if (this.rangeDepth === 0 || this.hasFunction(word)) throw GIVE_UP;
        action.take();
        action.close();
        return { kind: word, source, pos };
      case 'define':
        if (!isFile) throw GIVE_UP;
        action.take();
        this.definition();
        return undefined;
      case 'template':
        action.take();
        return this.templateCall();
      default:
        return { kind: 'action', source, pos, pipe: this.pipeline('', '') };
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
    const outer = this.variables.length;
    const pipe = this.pipeline(kind, '');
    if (kind === 'range') this.rangeDepth++;
    const { list, end } = this.list();
    if (kind === 'range') this.rangeDepth--;
    if (end === 'eof') throw GIVE_UP;
    const elseList = end === 'else' ? this.elseList(kind) : undefined;
    this.variables.length = outer;
    return { kind, source: pipe.source, pos: pipe.pos, pipe, list, elseList };
  }

  private elseList(kind: BranchNode['kind']): ListNode {
    const { action, source } = this;
    const word = action.peek();
    if (word !== undefined) {
      // `else if` nests, and shares the one `end`.
      if (word !== kind || kind === 'range') throw GIVE_UP;
      const pos = action.position;
      action.take();
      return { kind: 'list', source, pos, nodes: [this.branch(kind)] };
    }
    const { list, end } = this.list();
    if (end !== 'end') throw GIVE_UP;
    return list;
  }

  private templateCall(): TemplateNode {
    const { action, source } = this;
    action.peek();
    const pos = action.position;
    const name = this.name();
    const pipe = action.peek() === undefined ? undefined : this.pipeline('template', '');
    return { kind: 'template', source, pos, name, pipe };
  }

  /** @param end what closes it: a parenthesis, or nothing for the end of the action */
  private pipeline(context: string, end: ')' | ''): PipeNode {
    const { action, source } = this;
    action.peek();
    const pos = action.position;
    const { variables, isAssign } = this.declarations(context);
    const commands: CommandNode[] = [];
    do {
      const command = this.command();
      if (commands.length > 0 && NOT_EXECUTABLE.has(command.args[0]?.kind ?? 'nil')) throw GIVE_UP;
      commands.push(command);
    } while (action.skip('|'));
    const closing = action.peek();
    if (end === '' ? closing !== undefined : closing !== end) throw GIVE_UP;
    if (end !== '') action.take();
    return { kind: 'pipe', source, pos, isAssign, variables, commands: commands.slice() };
  }

  private declarations(context: string): Declarations {
    const { action } = this;
    const sign = action.declarationSign();
    if (sign === undefined) return NO_DECLARATIONS;
    const variables: VariableNode[] = [];
    for (;;) {
      const name = action.peek() ?? '';
      if (!/^\$[0-9A-Za-z_]*$/.test(name)) throw GIVE_UP;
      variables.push({ kind: 'variable', source: this.source, pos: action.position, path: [name] });
      this.variables.push(name);
      action.take();
      if (action.skip(sign)) return { variables: variables.slice(), isAssign: sign === '=' };
      if (!action.skip(',') || context !== 'range' || variables.length > 1) throw GIVE_UP;
    }
  }

  private command(): CommandNode {
    const { action, source } = this;
    const args: OperandNode[] = [];
    action.peek();
    const pos = action.position;
    for (;;) {
      args.push(this.operand());
      // Only a space can come between two operands.
      const isApart = action.isAtSpace();
      const next = action.peek();
      if (next === undefined || next === '|' || next === ')')
        return { kind: 'command', source, pos, args: args.slice() };
      if (!isApart) throw GIVE_UP;
    }
  }

  private operand(): OperandNode {
    const { action, source } = this;
    const token = action.peek() ?? '';
    const pos = action.position;
    action.take();
    switch (token.charCodeAt(0)) {
      case 0x22: // "
      case 0x60: // `
        return { kind: 'string', source, pos, quoted: token, text: textOf(token) };
      case 0x2e: // .
        return token === '.' ? { kind: 'dot', source, pos } : this.field(token, pos);
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
    const [first = ''] = path;
    return { kind: 'field', source: this.source, pos: path.length > 1 ? pos + first.length + 1 : pos, path };
  }

  private variable(token: string, pos: number): OperandNode {
    const path = pathOf(token);
    const [name = ''] = path;
    // The latest are the likeliest.
    if (this.variables.lastIndexOf(name) === -1) throw GIVE_UP;
    return { kind: 'variable', source: this.source, pos: path.length > 1 ? pos + name.length : pos, path };
  }

  private parenthesized(): OperandNode {
    if (this.depth++ > MAX_DEPTH) throw GIVE_UP;
    const pipe = this.pipeline('', ')');
    this.depth--;
    const { action, source } = this;
    if (action.isAtSpace()) return pipe;
    const path = action.peek();
    if (path === undefined || !path.startsWith('.') || path === '.') return pipe;
    const pos = action.position;
    action.take();
    return { kind: 'chain', source, pos, node: pipe, path: path.slice(1).split('.') };
  }

  private number(token: string, pos: number): OperandNode {
    const { text, int, uint, float, complex } = numberOf(token);
    return { kind: 'number', source: this.source, pos, text, int, uint, float, complex };
  }

  private word(token: string, pos: number): OperandNode {
    const { source } = this;
    if (token === 'true' || token === 'false') return { kind: 'bool', source, pos, value: token === 'true' };
    if (token === 'nil') return { kind: 'nil', source, pos };
    if (KEYWORDS.has(token) || !this.hasFunction(token)) throw GIVE_UP;
    return { kind: 'identifier', source, pos, name: token };
  }
}

/** The tokens of one action after the other. */
class ActionTokens {
  /** Where the token at hand begins. */
  position = 0;
  private readonly text: string;
  private tokens: readonly string[] = [];
  private index = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes up the action whose inside begins here. @returns where the text after the action begins */
  read(inner: number): number {
    const { text } = this;
    let close = text.indexOf('}}', inner);
    for (;;) {
      if (close === -1) throw GIVE_UP;
      const trims = text.charCodeAt(close - 1) === DASH && isTrimmedSpace(text.charCodeAt(close - 2));
      const tokens = tokensOf(text.slice(inner, trims ? close - 1 : close));
      const open = tokens.findIndex(isOpenQuote);
      if (open === -1) {
        this.tokens = tokens;
        this.index = 0;
        this.position = inner;
        return trims ? afterSpace(text, close + 2) : close + 2;
      }
      // What looked like the end stands in a string.
      const quote = tokens.slice(0, open).reduce((at, token) => at + token.length, inner);
      close = text.indexOf('}}', endOfString(text, quote));
    }
  }

  /** The next token that is no space; `undefined` at the end of the action. */
  peek(): string | undefined {
    let token = this.tokens[this.index];
    if (token !== undefined && isTrimmedSpace(token.charCodeAt(0))) {
      this.take();
      token = this.tokens[this.index];
    }
    return token;
  }

  take(): void {
    this.position += this.tokens[this.index]?.length ?? 0;
    this.index++;
  }

  /** Takes this token if it comes next. */
  skip(token: string): boolean {
    if (this.peek() !== token) return false;
    this.take();
    return true;
  }

  isAtSpace(): boolean {
    const token = this.tokens[this.index];
    return token !== undefined && isTrimmedSpace(token.charCodeAt(0));
  }

  /** Makes sure that the action ends here. */
  close(): void {
    if (this.peek() !== undefined) throw GIVE_UP;
  }

  /** The sign of the declaration that the pipeline at hand begins with; `undefined` when it begins with none. */
  declarationSign(): ':=' | '=' | undefined {
    if (this.peek()?.startsWith('$') !== true) return undefined;
    for (let index = this.index; index < this.tokens.length && index < this.index + 8; index++) {
      const token = this.tokens[index];
      if (token === ':=' || token === '=') return token;
      if (token === '|' || token === '(') return undefined;
    }
    return undefined;
  }
}

const MAX_CACHED_ACTIONS = 4_096;
const MAX_CACHED_LENGTH = 256;

/** Tokens by the inside of an action: charts repeat themselves a lot. */
const knownActions = new Map<string, readonly string[]>();

function tokensOf(inside: string): readonly string[] {
  const known = knownActions.get(inside);
  if (known !== undefined) return known;
  const tokens: readonly string[] = inside.match(TOKEN) ?? NO_TOKENS;
  if (inside.length > MAX_CACHED_LENGTH) return tokens;
  if (knownActions.size >= MAX_CACHED_ACTIONS) knownActions.clear();
  knownActions.set(inside, tokens);
  return tokens;
}

/** A quote that stands alone begins a string that the tokens have no end of. */
function isOpenQuote(token: string): boolean {
  return token === '"' || token === '`';
}

/** Where the string ends that begins at `start`. */
function endOfString(text: string, start: number): number {
  const pattern = text.charAt(start) === '`' ? RAW_STRING : QUOTED_STRING;
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (found === null) throw GIVE_UP;
  return start + found[0].length;
}

/** Constants of small whole numbers, which are nearly all numbers of a chart. */
const knownNumbers = new Map<string, NumberConstant>();

function numberOf(token: string): NumberConstant {
  const known = knownNumbers.get(token);
  if (known !== undefined) return known;
  const constant = parseNumberConstant(token, 'number');
  if ('error' in constant) throw GIVE_UP;
  if (token.length <= 2) knownNumbers.set(token, constant);
  return constant;
}

function textOf(token: string): string {
  if (!token.includes('\\') && !token.startsWith('`')) return token.slice(1, -1);
  const text = unquoteText(token);
  if (text === undefined) throw GIVE_UP;
  return text;
}

function afterSpace(text: string, index: number): number {
  SPACE_RUN.lastIndex = index;
  return index + (SPACE_RUN.exec(text)?.[0].length ?? 0);
}
