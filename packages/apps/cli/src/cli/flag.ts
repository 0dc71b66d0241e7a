/** A value that is checked while flags are read, such as a kind out of a list. */
export interface CheckedText {
  /** Name of the value in help. */
  readonly name: string;
  /**
   * @returns the value as the command gets it.
   * @throws Error whose message follows `invalid argument … for … flag: `.
   */
  parse(value: string): string;
}

export type FlagType =
  | 'bool'
  | 'string'
  | 'int'
  | 'float32'
  | 'duration'
  /** Repeatable, each value a comma-separated list. */
  | 'strings'
  /** The same, of `key=value` pairs. */
  | 'stringToString'
  /** Repeatable, each value taken whole. */
  | 'stringArray'
  | CheckedText;

/** One flag of a command. */
export interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: FlagType;
  readonly usage: string;
  /** As it would be written on the command line. Default: the zero value of the type. */
  readonly default?: string;
  /** The value when the flag stands without one; another one then only follows `=`. Default: a value must follow. */
  readonly bareValue?: string;
  readonly hidden?: true;
  /** Why it is deprecated; it still works. */
  readonly deprecated?: string;
}

/** The flags of one run, by name. Asking for a flag that the command does not have is a mistake of the program and throws. */
export interface FlagValues {
  text(name: string): string;
  flag(name: string): boolean;
  number(name: string): number;
  durationMs(name: string): number;
  list(name: string): readonly string[];
  /** Whether the flag was given, even with its default value. */
  isSet(name: string): boolean;
}

/** Whether the flag takes a value after a blank. */
export function takesValue({ type, bareValue }: Flag): boolean {
  return type !== 'bool' && bareValue === undefined;
}

/** Name of the type in help; empty for booleans. */
export function typeName({ type }: Flag): string {
  if (typeof type === 'object') return type.name;
  return type === 'bool' ? '' : type;
}
