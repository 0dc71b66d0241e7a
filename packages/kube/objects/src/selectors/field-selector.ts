import { compareUtf8 } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';

/** One condition on a field: it has, or has not, this value. An absent field has the empty value. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** A field selector, compiled: build it once, match many. */
export interface FieldMatcher {
  /** Sorted as texts. */
  readonly requirements: readonly FieldRequirement[];
  /** The selector in its normal form. */
  readonly text: string;
  readonly matchesAll: boolean;
  /** @param fieldValue gives the value of a field; empty or `undefined` where the object has none. */
  matches(fieldValue: (field: string) => string | undefined): boolean;
}

/**
 * Reads a field selector: `metadata.name=a,status.phase!=Running`.
 * @throws LocatedError `field-selector`, in Kubernetes' words.
 */
export function parseFieldSelector(text: string): FieldMatcher {
  const terms = splitTerms(text).sort(compareUtf8);
  const requirements = terms.filter((term) => term !== '').map((term) => parseTerm(term, text));
  // A term of neither field nor value says nothing.
  return compileFieldMatcher(requirements.filter(({ field, value }) => field !== '' || value !== ''));
}

/** The selector that all `requirements` make together, in their order. */
export function compileFieldMatcher(requirements: readonly FieldRequirement[]): FieldMatcher {
  return {
    requirements,
    text: requirements.map(({ field, operator, value }) => field + operator + escapeFieldValue(value)).join(','),
    matchesAll: requirements.length === 0,
    matches: (fieldValue) =>
      requirements.every(({ field, operator, value }) => ((fieldValue(field) ?? '') === value) === (operator === '=')),
  };
}

/** At commas that are not escaped. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === ',') {
      terms.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function parseTerm(term: string, selector: string): FieldRequirement {
  const match = /!=|==|=/.exec(term);
  if (match === null) throw fieldSelectorError(`invalid selector: '${selector}'; can't understand '${term}'`);
  const [symbol] = match;
  return {
    field: term.slice(0, match.index),
    operator: symbol === '!=' ? '!=' : '=',
    value: unescapeFieldValue(term.slice(match.index + symbol.length)),
  };
}

/** The value as it must be written in a field selector. */
export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}

/**
 * The value that stands for in a field selector.
 * @throws LocatedError `field-selector` for an unknown escape, or a comma or equals sign without one.
 */
export function unescapeFieldValue(text: string): string {
  return text.replace(/\\([\s\S])?|[,=]/gu, (part, escaped: string | undefined) => {
    if (part === ',' || part === '=') {
      throw fieldSelectorError(`invalid field selector: unescaped character in value: ${part.charCodeAt(0)}`);
    }
    if (escaped === undefined || !'\\,='.includes(escaped)) {
      throw fieldSelectorError(`invalid field selector: invalid escape sequence: ${part}`);
    }
    return escaped;
  });
}

function fieldSelectorError(message: string): LocatedError {
  return new LocatedError({ code: 'field-selector', message });
}

/** The only value of `field` the selector admits, or `undefined` when it does not say. */
export function exactFieldValue(matcher: FieldMatcher, field: string): string | undefined {
  return matcher.requirements.find((requirement) => requirement.field === field && requirement.operator === '=')?.value;
}
