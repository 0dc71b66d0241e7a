import { compileRegex, type Regex } from '../regex/compile-regex.js';
import { expandReplacement, findAll, replaceAll, splitByRegex } from '../regex/regex-operations.js';
import { canBackquote, quoteText } from '../text/quote.js';
import type { GoValue } from '../value/go-value.js';
import { GoError } from './go-error.js';
import { type Call, fixed, type GoFunction } from './go-function.js';
import { int, text } from './parameter-type.js';
import { textSlice } from './text-of.js';

type Compile = (pattern: string) => Regex;

/** sprig's functions on regular expressions. Those without `must` panic on a bad pattern, but for `regexMatch`. */
export const regexFunctions: readonly GoFunction[] = [
  fixed('regexMatch', [text, text], (pattern, subject) => {
    const regex = compileOrUndefined(pattern);
    return regex?.find(subject, 0) !== undefined;
  }),
  fixed('mustRegexMatch', [text, text], (pattern, subject) => compileRegex(pattern).find(subject, 0) !== undefined),
  ...forEach('regexFind', 'mustRegexFind', (name, compile) => {
    return fixed(name, [text, text], (pattern, subject) => {
      const match = compile(pattern).find(subject, 0);
      return match === undefined ? '' : subject.slice(match[0], match[1]);
    });
  }),
  ...forEach('regexFindAll', 'mustRegexFindAll', (name, compile) => {
    return fixed(name, [text, text, int], (pattern, subject, limit) => {
      const found = findAll(compile(pattern), subject, limit);
      return textSlice(
        found.map(([start, end]) => subject.slice(start, end)),
        found.length === 0,
      );
    });
  }),
  ...forEach('regexReplaceAll', 'mustRegexReplaceAll', (name, compile) => {
    return fixed(name, [text, text, text], (pattern, subject, template, call) => {
      const regex = compile(pattern);
      return replaceChecked(regex, subject, call, (match) =>
        expandReplacement(template, { regex, text: subject, match }),
      );
    });
  }),
  ...forEach('regexReplaceAllLiteral', 'mustRegexReplaceAllLiteral', (name, compile) => {
    return fixed(name, [text, text, text], (pattern, subject, replacement, call) => {
      return replaceChecked(compile(pattern), subject, call, () => replacement);
    });
  }),
  ...forEach('regexSplit', 'mustRegexSplit', (name, compile) => {
    return fixed(name, [text, text, int], (pattern, subject, limit): GoValue => {
      return textSlice(splitByRegex(compile(pattern), subject, { pattern, limit }), limit === 0);
    });
  }),
  fixed('regexQuoteMeta', [text], (subject) => subject.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
];

function forEach(
  name: string,
  must: string,
  define: (name: string, compile: Compile) => GoFunction,
): readonly GoFunction[] {
  return [define(name, compileOrPanic), define(must, compileRegex)];
}

function compileOrUndefined(pattern: string): Regex | undefined {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

function compileOrPanic(pattern: string): Regex {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    const shown = canBackquote(pattern) ? `\`${pattern}\`` : quoteText(pattern);
    throw new GoError(`regexp: Compile(${shown}): ${error.message}`);
  }
}

function replaceChecked(
  regex: Regex,
  subject: string,
  { run }: Call,
  replace: (match: readonly number[]) => string,
): string {
  let length = subject.length;
  return replaceAll(regex, subject, (match) => {
    const replacement = replace(match);
    length += replacement.length;
    run.checkTextLength(length);
    return replacement;
  });
}
