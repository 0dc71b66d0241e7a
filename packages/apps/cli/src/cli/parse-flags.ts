import { parseArgs } from 'node:util';
import { type Flag, type FlagValues, takesValue } from './flag.js';
import { FlagReader } from './flag-reader.js';

/** The command line of one command, taken apart. */
export interface ParsedArgs {
  readonly flags: FlagValues;
  readonly operands: readonly string[];
}

/**
 * Reads flags in the forms that Flux accepts: `--flag=value`, `--flag value`, `-f value`, `-fvalue`, `-f=value`,
 * grouped `-Aw`, flags after operands, and `--` to end them.
 *
 * @throws Error in the words of Flux for an unknown flag, a missing or an invalid value.
 */
export function parseFlags(args: readonly string[], flags: readonly Flag[]): ParsedArgs {
  const normal = args.map((arg) => spellOut(arg, flags));
  const { tokens, positionals } = parseArgs({
    args: normal,
    options: Object.fromEntries(flags.map((flag) => [flag.name, optionOf(flag)])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const reader = new FlagReader(flags);
  for (const token of tokens) {
    if (token.kind === 'option') reader.take(token, normal[token.index] ?? '');
  }
  return { flags: reader, operands: positionals };
}

interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
}

function optionOf(flag: Flag): Option {
  const type = takesValue(flag) ? 'string' : 'boolean';
  return flag.shorthand === undefined ? { type } : { type, short: flag.shorthand };
}

/** `-f=value` as `--flag=value`, which is the only form that Node does not read as Flux does. */
function spellOut(arg: string, flags: readonly Flag[]): string {
  const match = /^-([^-=])=/.exec(arg);
  const flag = flags.find(({ shorthand }) => shorthand !== undefined && shorthand === match?.[1]);
  return flag === undefined ? arg : `--${flag.name}${arg.slice(2)}`;
}
