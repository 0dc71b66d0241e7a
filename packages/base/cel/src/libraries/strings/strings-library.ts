import type { Library } from '../../environment/environment.js';
import {
  type FunctionDeclaration,
  globalOverload,
  memberOverload,
  type Overload,
} from '../../environment/function-declaration.js';
import { type CelType, DYN, INT, listType, STRING } from '../../types/cel-type.js';
import type { AstValidator } from '../../validate/validator.js';
import { CelError } from '../../values/cel-error.js';
import { ArrayList, type CelList } from '../../values/cel-list.js';
import { refuseHuge } from '../../values/result-limit.js';
import { showValue } from '../../values/show-value.js';
import type { CelValue } from '../../values/value.js';
import {
  charAt,
  indexOf,
  lastIndexOf,
  lastIndexOfBefore,
  lowerAscii,
  quote,
  replace,
  split,
  substring,
  trimSpace,
  upperAscii,
} from './string-functions.js';

const STRINGS = listType(STRING);

const FUNCTIONS: readonly FunctionDeclaration[] = [
  declare('charAt', [
    on('string_char_at_int', [INT], STRING, ([text, index]) => charAt(text as string, index as bigint)),
  ]),
  declare('indexOf', [
    on('string_index_of_string', [STRING], INT, ([text, part]) => indexOf(text as string, part as string, 0n)),
    on('string_index_of_string_int', [STRING, INT], INT, ([text, part, offset]) =>
      indexOf(text as string, part as string, offset as bigint),
    ),
  ]),
  declare('lastIndexOf', [
    on('string_last_index_of_string', [STRING], INT, ([text, part]) => lastIndexOf(text as string, part as string)),
    on('string_last_index_of_string_int', [STRING, INT], INT, ([text, part, offset]) =>
      lastIndexOfBefore(text as string, part as string, offset as bigint),
    ),
  ]),
  declare('lowerAscii', [on('string_lower_ascii', [], STRING, ([text]) => lowerAscii(text as string))]),
  declare('replace', [
    on('string_replace_string_string', [STRING, STRING], STRING, ([text, part, by]) =>
      replace(text as string, part as string, by as string, -1n),
    ),
    on('string_replace_string_string_int', [STRING, STRING, INT], STRING, ([text, part, by, count]) =>
      replace(text as string, part as string, by as string, count as bigint),
    ),
  ]),
  declare('split', [
    on('string_split_string', [STRING], STRINGS, ([text, by]) => listOf(split(text as string, by as string, -1n))),
    on('string_split_string_int', [STRING, INT], STRINGS, ([text, by, count]) =>
      listOf(split(text as string, by as string, count as bigint)),
    ),
  ]),
  declare('substring', [
    on('string_substring_int', [INT], STRING, ([text, start]) => substring(text as string, start as bigint)),
    on('string_substring_int_int', [INT, INT], STRING, ([text, start, end]) =>
      substring(text as string, start as bigint, end as bigint),
    ),
  ]),
  declare('trim', [on('string_trim', [], STRING, ([text]) => trimSpace(text as string))]),
  declare('upperAscii', [on('string_upper_ascii', [], STRING, ([text]) => upperAscii(text as string))]),
  declare('strings.quote', [
    globalOverload('strings_quote', [STRING], STRING, { unary: (text) => quote(text as string) }),
  ]),
  declare('join', [
    memberOverload('list_join', [STRINGS], STRING, { unary: (list) => join(list as CelList, '') }),
    memberOverload('list_join_string', [STRINGS, STRING], STRING, {
      binary: (list, separator) => join(list as CelList, separator as string),
    }),
  ]),
];

const REVERSE = declare('reverse', [
  on('string_reverse', [], STRING, ([text]) => [...(text as string)].reverse().join('')),
]);

/** What differs between the versions of the library. */
export interface StringsVersion {
  readonly format: (text: string, args: CelList) => string;
  readonly validateFormat: AstValidator;
  readonly reverse: boolean;
}

/** The functions of strings. */
export function stringsLibrary({ format, validateFormat, reverse }: StringsVersion): Library {
  const formatting = declare('format', [
    on('string_format', [listType(DYN)], STRING, ([text, args]) => format(text as string, args as CelList)),
  ]);
  return { functions: [...FUNCTIONS, formatting, ...(reverse ? [REVERSE] : [])], validators: [validateFormat] };
}

function declare(name: string, overloads: readonly Overload[]): FunctionDeclaration {
  return { name, overloads };
}

/** A version called on a string. */
function on(
  id: string,
  args: readonly CelType[],
  result: CelType,
  compute: (args: readonly CelValue[]) => CelValue,
): Overload {
  if (args.length === 0) return memberOverload(id, [STRING], result, { unary: (text) => compute([text]) });
  if (args.length > 1 || id === 'string_format') {
    return memberOverload(id, [STRING, ...args], result, { variadic: compute });
  }
  return memberOverload(id, [STRING, ...args], result, { binary: (text, arg) => compute([text, arg]) });
}

function listOf(texts: readonly string[]): ArrayList {
  return new ArrayList(texts);
}

function join(list: CelList, separator: string): string {
  let length = 0;
  const texts = Array.from(list, (element) => {
    if (typeof element === 'string') {
      length += element.length + separator.length;
      refuseHuge(length);
      return element;
    }
    throw new CelError(`join: invalid input: ${showValue(element)}`);
  });
  return texts.join(separator);
}
