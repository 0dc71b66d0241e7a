import type { Library } from '../../environment/environment.js';
import { memberOverload } from '../../environment/function-declaration.js';
import { INT, listType, STRING } from '../../types/cel-type.js';
import { CelError } from '../../values/cel-error.js';
import { ArrayList } from '../../values/cel-list.js';
import { compileRegex } from '../regex.js';

const STRINGS = listType(STRING);

/** What a regular expression finds in a text. */
export const REGEX_LIBRARY: Library = {
  regexArguments: { find: 1, findAll: 1 },
  functions: [
    {
      name: 'find',
      overloads: [
        memberOverload('string_find_string', [STRING, STRING], STRING, {
          binary: (text, pattern) => findAll(text as string, pattern as string, 1n)[0] ?? '',
        }),
      ],
    },
    {
      name: 'findAll',
      overloads: [
        memberOverload('string_find_all_string', [STRING, STRING], STRINGS, {
          binary: (text, pattern) => new ArrayList(findAll(text as string, pattern as string, -1n)),
        }),
        memberOverload('string_find_all_string_int', [STRING, STRING, INT], STRINGS, {
          variadic: ([text, pattern, count]) =>
            new ArrayList(findAll(text as string, pattern as string, count as bigint)),
        }),
      ],
    },
  ],
};

/** The matches, at most `count` where it is not negative. An empty match right behind another one is none. */
function findAll(text: string, pattern: string, count: bigint): string[] {
  const matcher = compile(pattern).matcher(text);
  const found: string[] = [];
  let last = -1;
  while ((count < 0n || BigInt(found.length) < count) && matcher.find()) {
    const isEmpty = matcher.start() === matcher.end();
    if (!isEmpty || matcher.start() !== last) found.push(matcher.group() ?? '');
    last = matcher.end();
  }
  return found;
}

function compile(pattern: string) {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new CelError(`Illegal regex: ${error.message}`);
  }
}
