import { CelError } from '../../values/cel-error.js';

/** A text cannot be formatted; `at` is what did not fit. */
export class FormatError<T> extends CelError {
  constructor(
    message: string,
    readonly at?: T,
  ) {
    super(message);
  }
}

/** How each kind of clause shows its argument. @throws FormatError */
export interface FormatClauses<T> {
  /** There are as many arguments as it takes, until a clause is read. */
  readonly lenient?: boolean;
  text(value: T): string;
  decimal(value: T): string;
  fixed(value: T, precision: number): string;
  scientific(value: T, precision: number): string;
  binary(value: T): string;
  hex(value: T, upper: boolean): string;
  octal(value: T): string;
}

const DEFAULT_PRECISION = 6;

/** Puts arguments into the clauses of a format. @throws FormatError */
export function renderFormat<T>(format: string, args: readonly T[], clauses: FormatClauses<T>): string {
  const parts = format.split('%');
  let text = parts[0] ?? '';
  let used = 0;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (part === '' && i + 1 < parts.length) {
      text += `%${parts[++i]}`;
      continue;
    }
    if (part === '' && (clauses.lenient === true || used < args.length)) {
      throw new FormatError('unexpected end of string');
    }
    if (used >= args.length) throw new FormatError(`index ${used} out of range`);
    const clause = readClause(part);
    text += renderClause(clause, args[used++] as T, clauses) + part.slice(clause.length);
  }
  return text;
}

interface Clause {
  readonly letter: string;
  readonly precision: number;
  /** The length of the clause without its percent sign. */
  readonly length: number;
}

function readClause(part: string): Clause {
  const dotted = /^\.(\d*)/.exec(part);
  const skipped = dotted?.[0].length ?? 0;
  if (dotted !== null && skipped === part.length) throw precisionError('could not find end of precision specifier');
  if (dotted?.[1] === '') {
    throw precisionError('error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax');
  }
  if (BigInt(dotted?.[1] ?? 0) >= 2n ** 63n) {
    const problem = `strconv.Atoi: parsing "${dotted?.[1]}": value out of range`;
    throw precisionError(`error while converting precision to integer: ${problem}`);
  }
  const letter = part[skipped] ?? '';
  if (!/^[sdfebxXo]$/.test(letter)) {
    const shown = String.fromCharCode(new TextEncoder().encode(letter)[0] ?? 0);
    throw new FormatError(`could not parse formatting clause: unrecognized formatting clause "${shown}"`);
  }
  return { letter, precision: dotted === null ? DEFAULT_PRECISION : Number(dotted[1]), length: skipped + 1 };
}

function precisionError(message: string): FormatError<never> {
  return new FormatError(`could not parse formatting clause: error while parsing precision: ${message}`);
}

function renderClause<T>({ letter, precision }: Clause, value: T, clauses: FormatClauses<T>): string {
  try {
    return applyClause(letter, precision, value, clauses);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    const at = error instanceof FormatError ? error.at : undefined;
    throw new FormatError(`error during formatting: ${error.message}`, at);
  }
}

function applyClause<T>(letter: string, precision: number, value: T, clauses: FormatClauses<T>): string {
  switch (letter) {
    case 's':
      return clauses.text(value);
    case 'd':
      return clauses.decimal(value);
    case 'f':
      return clauses.fixed(value, precision);
    case 'e':
      return clauses.scientific(value, precision);
    case 'b':
      return clauses.binary(value);
    case 'o':
      return clauses.octal(value);
    default:
      return clauses.hex(value, letter === 'X');
  }
}
