import type { PipeNode } from './nodes.js';
import { isTrimmedSpace } from './trim-space.js';

/**
 * The tokens of an action: white space, strings, paths, words, numbers and signs. Words end where Go's lexer lets them end; whatever
 * fits nothing else is a token of one character, on which the parser gives up.
 */
const TOKEN =
  /[ \t\r\n]+|(?:if|range|with)(?=\.)|[A-Za-z_][0-9A-Za-z_]*(?=[ \t\r\n,|:()]|$)|(?:\.[A-Za-z_][0-9A-Za-z_]*)+(?=[ \t\r\n,|:()]|$)|\$[0-9A-Za-z_]*(?:\.[A-Za-z_][0-9A-Za-z_]*)*(?=[ \t\r\n,|:()]|$)|"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[0-9]+)?(?=[ \t\r\n|)]|$)|0x[0-9a-f]+(?:p[0-9]+)?(?=[ \t\r\n|)]|$)|:=|./gs;

const RAW_STRING = /`[^`]*`/y;
const QUOTED_STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const SPACE_RUN = /[ \t\r\n]*/y;

/** Thrown where the text is not of the simple kind. */
export const GIVE_UP = Symbol('not a simple template');

const DASH = 0x2d;

/** What is known of an action by the text between its delimiters. */
export interface KnownAction {
  readonly tokens: readonly string[];
  /** Where a string begins that the tokens have no end of, counted from the first; -1 when there is none. */
  readonly openString: number;
  /** Whether the action means the same wherever it stands: it names no variable but `$`. */
  readonly isFree: boolean;
  /** The pipeline of a free action, once it is parsed. */
  pipe: PipeNode | undefined;
}

const NO_ACTION: KnownAction = { tokens: [], openString: -1, isFree: false, pipe: undefined };

/** The tokens of one action after the other. */
export class ActionTokens {
  /** What is known of the action at hand. */
  known = NO_ACTION;
  /** Where the inside of the action begins. */
  start = 0;
  /** Where the token at hand begins, counted from `start`. */
  position = 0;
  private readonly text: string;
  private readonly actions: Map<string, KnownAction>;
  private index = 0;

  /** @param actions keeps what is known of actions */
  constructor(text: string, actions: Map<string, KnownAction>) {
    this.text = text;
    this.actions = actions;
  }

  /** Takes up the action whose inside begins here. @returns where the text after the action begins */
  read(inner: number): number {
    const { text } = this;
    let close = text.indexOf('}}', inner);
    for (;;) {
      if (close === -1) throw GIVE_UP;
      const trims = text.charCodeAt(close - 1) === DASH && isTrimmedSpace(text.charCodeAt(close - 2));
      const inside = text.slice(inner, trims ? close - 1 : close);
      const known = this.actions.get(inside) ?? readAction(inside, this.actions);
      if (known.openString === -1) {
        this.known = known;
        this.index = 0;
        this.start = inner;
        this.position = 0;
        return trims ? afterSpace(text, close + 2) : close + 2;
      }
      // What looked like the end stands in a string.
      close = text.indexOf('}}', endOfString(text, inner + known.openString));
    }
  }

  /** The next token that is no space; `undefined` at the end of the action. */
  peek(): string | undefined {
    const { tokens } = this.known;
    let token = tokens[this.index];
    if (token !== undefined && isTrimmedSpace(token.charCodeAt(0))) {
      this.take();
      token = tokens[this.index];
    }
    return token;
  }

  take(): void {
    this.position += this.known.tokens[this.index]?.length ?? 0;
    this.index++;
  }

  /** Takes all that is left. */
  takeRest(): void {
    this.index = this.known.tokens.length;
  }

  /** Takes this token if it comes next. */
  skip(token: string): boolean {
    if (this.peek() !== token) return false;
    this.take();
    return true;
  }

  isAtSpace(): boolean {
    const token = this.known.tokens[this.index];
    return token !== undefined && isTrimmedSpace(token.charCodeAt(0));
  }

  /** Makes sure that the action ends here. */
  close(): void {
    if (this.peek() !== undefined) throw GIVE_UP;
  }

  /** The sign of the declaration that the pipeline at hand begins with; `undefined` when it begins with none. */
  declarationSign(): ':=' | '=' | undefined {
    if (this.peek()?.startsWith('$') !== true) return undefined;
    const { tokens } = this.known;
    for (let index = this.index; index < tokens.length && index < this.index + 8; index++) {
      const token = tokens[index];
      if (token === ':=' || token === '=') return token;
      if (token === '|' || token === '(') return undefined;
    }
    return undefined;
  }
}

const MAX_KEPT_ACTIONS = 8_192;
const MAX_KEPT_LENGTH = 256;
const NAMED_VARIABLE = /\$[0-9A-Za-z_]/;

/** Charts repeat themselves a lot: what is known of actions that are not long is kept. */
function readAction(inside: string, actions: Map<string, KnownAction>): KnownAction {
  const tokens: readonly string[] = inside.match(TOKEN) ?? [];
  const isKept = inside.length <= MAX_KEPT_LENGTH;
  const isFree = isKept && !NAMED_VARIABLE.test(inside);
  const action: KnownAction = { tokens, openString: openStringIn(tokens), isFree, pipe: undefined };
  if (!isKept) return action;
  if (actions.size >= MAX_KEPT_ACTIONS) actions.clear();
  actions.set(inside, action);
  return action;
}

/** A quote that stands alone begins a string that the tokens have no end of. */
function openStringIn(tokens: readonly string[]): number {
  const open = tokens.findIndex((token) => token === '"' || token === '`');
  return open === -1 ? -1 : tokens.slice(0, open).reduce((length, token) => length + token.length, 0);
}

/** Where the string ends that begins at `start`. */
function endOfString(text: string, start: number): number {
  const pattern = text.charAt(start) === '`' ? RAW_STRING : QUOTED_STRING;
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (found === null) throw GIVE_UP;
  return start + found[0].length;
}

/** Where the text goes on behind white space. */
export function afterSpace(text: string, index: number): number {
  SPACE_RUN.lastIndex = index;
  return index + (SPACE_RUN.exec(text)?.[0].length ?? 0);
}
