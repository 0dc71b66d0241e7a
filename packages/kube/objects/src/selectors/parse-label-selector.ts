import { checkLabelValue, checkQualifiedName } from '@gotk/name-rules';
import { invalidField, renderFieldErrors } from '../validation/field-error.js';
import { compileLabelMatcher, type LabelMatcher } from './label-matcher.js';
import {
  type LabelOperator,
  type LabelRequirement,
  labelRequirement,
  labelSelectorError,
} from './label-requirement.js';

/**
 * Reads a label selector as Kubernetes writes them in URLs and on command lines: `a=1,b in (x,y),!c`.
 * @throws LocatedError `label-selector`, in Kubernetes' words.
 */
export function parseLabelSelector(text: string): LabelMatcher {
  return compileLabelMatcher(new SelectorParser(scan(text)).parse());
}

const NOWHERE = '<nil>';
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

type TokenKind = 'identifier' | 'end' | ')' | '(' | ',' | '!' | '=' | '==' | '!=' | '<' | '>' | 'in' | 'notin';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const END: Token = { kind: 'end', text: '' };

/** A NUL character ends what Kubernetes' scanner is reading: a word, or at the beginning of one, everything. */
function scan(text: string): readonly Token[] {
  const pattern = /[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^ \t\r\n=!(),<>\0]+))\0?/y;
  const tokens: Token[] = [];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, symbol, word = ''] = match;
    if (symbol !== undefined) tokens.push({ kind: symbol as TokenKind, text: symbol });
    else tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'identifier', text: word });
  }
  return [...tokens, END];
}

class SelectorParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): readonly LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const first = this.#peekValue();
      if (first.kind === 'end') return requirements;
      if (!startsRequirement(first)) {
        throw labelSelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#parseRequirement());
      const next = this.#takeValue();
      if (next.kind === 'end') return requirements;
      if (next.kind !== ',') throw labelSelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
      const following = this.#peekValue();
      if (!startsRequirement(following)) {
        throw labelSelectorError(`found '${following.text}', expected: identifier after ','`);
      }
    }
  }

  #parseRequirement(): LabelRequirement {
    try {
      return this.#readRequirement();
    } catch (error) {
      throw labelSelectorError(
        `unable to parse requirement: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #readRequirement(): LabelRequirement {
    const { key, existence } = this.#readKey();
    if (existence !== undefined) return labelRequirement(key, existence, []);
    const operator = this.#readOperator();
    const values = operator === 'in' || operator === 'notin' ? this.#readValues() : this.#readExactValue();
    return labelRequirement(key, operator, Array.from(new Set(values)).sort());
  }

  #readKey(): { key: string; existence?: 'exists' | '!' } {
    let token = this.#takeValue();
    const negated = token.kind === '!';
    if (negated) token = this.#takeValue();
    if (token.kind !== 'identifier') throw labelSelectorError(`found '${token.text}', expected: identifier`);
    requireFine(checkQualifiedName(token.text), token.text, NOWHERE);
    if (negated) return { key: token.text, existence: '!' };
    const next = this.#peekValue().kind;
    return next === 'end' || next === ',' ? { key: token.text, existence: 'exists' } : { key: token.text };
  }

  #readOperator(): LabelOperator {
    const { kind, text } = this.#take();
    switch (kind) {
      case 'in':
      case 'notin':
      case '=':
      case '==':
      case '!=':
        return kind;
      case '>':
        return 'gt';
      case '<':
        return 'lt';
      default:
        throw labelSelectorError(`found '${text}', expected: ${BINARY_OPERATORS}`);
    }
  }

  /** A list in parentheses. An empty list, or an empty place in one, is the empty value. */
  #readValues(): readonly string[] {
    const open = this.#takeValue();
    if (open.kind !== '(') throw labelSelectorError(`found '${open.text}' expected: '('`);
    const first = this.#peekValue();
    if (first.kind === ')') {
      this.#takeValue();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') {
      throw labelSelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.#readList();
    this.#takeValue();
    return values;
  }

  #readList(): readonly string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.#takeValue();
      const next = this.#peekValue();
      if (token.kind === 'identifier') {
        values.push(token.text);
        if (next.kind === ')') return values;
        if (next.kind !== ',') throw labelSelectorError(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.length === 0 || next.kind === ')' || next.kind === ',') values.push('');
        if (next.kind === ')') return values;
      } else throw labelSelectorError(`found '${token.text}', expected: ',', or identifier`);
    }
  }

  #readExactValue(): readonly string[] {
    const next = this.#peekValue();
    if (next.kind === 'end' || next.kind === ',') return [''];
    const token = this.#takeValue();
    if (token.kind !== 'identifier') throw labelSelectorError(`found '${token.text}', expected: identifier`);
    return [token.text];
  }

  #take(): Token {
    return this.#tokens[this.#at++] ?? END;
  }

  /** Where a key or value stands, `in` and `notin` are ordinary words. */
  #takeValue(): Token {
    return asValue(this.#take());
  }

  #peekValue(): Token {
    return asValue(this.#tokens[this.#at] ?? END);
  }
}

function startsRequirement({ kind }: Token): boolean {
  return kind === 'identifier' || kind === '!';
}

function asValue(token: Token): Token {
  return token.kind === 'in' || token.kind === 'notin' ? { kind: 'identifier', text: token.text } : token;
}

/**
 * Reads the plain form `a=1,b=2` into labels.
 * @throws LocatedError `label-selector`.
 */
export function parseLabelMap(text: string): Readonly<Record<string, string>> {
  if (text === '') return {};
  const entries = text.split(',').map((term) => {
    const parts = term.split('=');
    const [key = '', value = ''] = parts.map((part) => part.trim());
    if (parts.length !== 2) throw labelSelectorError(`invalid selector: [${parts.join(' ')}]`);
    requireFine(checkQualifiedName(key), key, NOWHERE);
    requireFine(checkLabelValue(value), value, `[${key}]`);
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

function requireFine(problems: readonly string[], value: string, field: string): void {
  if (problems.length > 0)
    throw labelSelectorError(renderFieldErrors([invalidField(field, value, problems.join('; '))]));
}
