import { parseDurationMs } from '@gotk/duration';
import { type Flag, type FlagValues, takesValue } from './flag.js';

/** One option as Node's parser reports it. */
interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

/** Collects the values of flags and hands them out by name. */
export class FlagReader implements FlagValues {
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #given = new Map<string, readonly string[]>();

  constructor(flags: readonly Flag[]) {
    this.#flags = new Map(flags.map((flag) => [flag.name, flag]));
  }

  /** @param argument the argument that the option stands in. */
  take({ name, rawName, value }: OptionToken, argument: string): void {
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new UnknownFlagError(rawName, argument);
    if (value === undefined && takesValue(flag)) throw new Error(missingValue(rawName, argument));
    const text = checkValue(flag, value ?? flag.bareValue ?? 'true');
    const isList = flag.type === 'strings' || flag.type === 'stringToString';
    const repeats = isList || flag.type === 'stringArray';
    const added = isList ? splitList(text) : [text];
    this.#given.set(name, repeats ? [...(this.#given.get(name) ?? []), ...added] : added);
  }

  isSet(name: string): boolean {
    this.#flag(name);
    return this.#given.has(name);
  }

  text(name: string): string {
    return this.#given.get(name)?.at(-1) ?? this.#flag(name).default ?? '';
  }

  flag(name: string): boolean {
    return parseBool(this.text(name) || 'false') === true;
  }

  number(name: string): number {
    return Number(this.text(name) || '0');
  }

  durationMs(name: string): number {
    return parseDurationMs(this.text(name) || '0s');
  }

  list(name: string): readonly string[] {
    const fallback = this.#flag(name).default;
    return this.#given.get(name) ?? (fallback === undefined ? [] : splitList(fallback));
  }

  #flag(name: string): Flag {
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new Error(`the command has no flag --${name}`);
    return flag;
  }
}

/** The command has no such flag. */
export class UnknownFlagError extends Error {
  /** As it was written, dashes included. */
  readonly rawName: string;

  constructor(rawName: string, argument: string) {
    const isLong = rawName.startsWith('--');
    super(isLong ? `unknown flag: ${rawName}` : `unknown shorthand flag: '${rawName.slice(1)}' in ${argument}`);
    this.name = 'UnknownFlagError';
    this.rawName = rawName;
  }
}

function missingValue(rawName: string, argument: string): string {
  if (rawName.startsWith('--')) return `flag needs an argument: ${rawName}`;
  return `flag needs an argument: '${rawName.slice(1)}' in ${argument}`;
}

/** @returns the value as the command gets it. @throws when it is not one of the flag's type. */
function checkValue(flag: Flag, value: string): string {
  try {
    return convert(flag, value);
  } catch (error) {
    const name = flag.shorthand === undefined ? `--${flag.name}` : `-${flag.shorthand}, --${flag.name}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`invalid argument ${JSON.stringify(value)} for "${name}" flag: ${reason}`, { cause: error });
  }
}

function requirePairs(value: string): void {
  for (const pair of splitList(value))
    if (!pair.includes('=')) throw new Error(`${pair} must be formatted as key=value`);
}

function convert({ type }: Flag, value: string): string {
  if (typeof type === 'object') return type.parse(value);
  if (type === 'bool' && parseBool(value) === undefined) throw syntaxError('ParseBool', value);
  if (type === 'int' && !/^[+-]?\d+$/.test(value)) throw syntaxError('ParseInt', value);
  if (type === 'float32' && !Number.isFinite(Number.parseFloat(value))) throw syntaxError('ParseFloat', value);
  if (type === 'duration') parseDurationMs(value);
  if (type === 'stringToString') requirePairs(value);
  return value;
}

function syntaxError(parser: string, value: string): Error {
  return new Error(`strconv.${parser}: parsing ${JSON.stringify(value)}: invalid syntax`);
}

const TRUE_TEXTS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE_TEXTS = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function parseBool(value: string): boolean | undefined {
  if (TRUE_TEXTS.has(value)) return true;
  return FALSE_TEXTS.has(value) ? false : undefined;
}

/** A comma-separated list, with double quotes around items that hold commas. */
function splitList(value: string): readonly string[] {
  if (value === '') return [];
  return Array.from(value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
