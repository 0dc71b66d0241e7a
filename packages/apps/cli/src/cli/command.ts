import type { KubeClient } from '@gotk/kube-client';
import type { Logger } from '../output/logger.js';
import type { CliIo } from './cli-io.js';
import type { Flag, FlagValues } from './flag.js';

/** One command: what help and completion show, and how to load what it does. */
export interface Command {
  readonly name: string;
  /** What follows the name in the usage line, e.g. `[name]`. */
  readonly operands?: string;
  readonly aliases?: readonly string[];
  /** One line for lists of commands. */
  readonly short: string;
  /** Default: `short`. */
  readonly long?: string;
  readonly examples?: string;
  readonly flags?: readonly Flag[];
  /** Flags of this command and every command below it. */
  readonly persistentFlags?: readonly Flag[];
  readonly commands?: readonly Command[];
  readonly hidden?: true;
  /** `none` refuses operands, `one` wants exactly one. Default: any. */
  readonly accepts?: 'none' | 'one';
  /** Names to offer for the first operand: objects of this kind. */
  readonly completes?: string;
  /** Checked before a command at or below this one runs; only the nearest one is. */
  readonly before?: (context: CommandContext) => void;
  /** Before what is wrong with the flags of this command and those below it, on stderr. Default: Flux's mark of a failure. */
  readonly failurePrefix?: string;
  /** Failures are told with place and hint, even where nobody watches. Default: only on a terminal, so that scripts see Flux's words. */
  readonly explainsErrors?: true;
  /** `--timeout` does not end the command by itself. Default: it does. */
  readonly ignoresTimeout?: true;
  /** Ctrl-C is how it is meant to end. Default: whatever is interrupted ends with exit code 130. */
  readonly endsWithInterrupt?: true;
  /** Flux has this command, this program does not yet: what is said instead of reading its flags. */
  readonly absent?: string;
  /** Loads the handler. Absent: a group, which prints its help. */
  readonly load?: () => Promise<CommandHandler>;
}

/** What a command does. Whatever it throws is printed, and ends the run with exit code 1. */
export type CommandHandler = (context: CommandContext) => Promise<void>;

/** Everything a command may touch. */
export interface CommandContext {
  /** The commands that lead here, the root first. */
  readonly path: readonly Command[];
  /** Operands. */
  readonly args: readonly string[];
  readonly flags: FlagValues;
  readonly io: CliIo;
  /** Lines with a glyph on stderr. */
  readonly log: Logger;
  readonly namespace: string;
  /** Aborted by Ctrl-C, and after `--timeout` with the reason `context deadline exceeded`. */
  readonly signal: AbortSignal;
  /** The cluster that the flags and the environment name; connected on first use. */
  client(): Promise<KubeClient>;
}

/** Ends the run with this exit code. Exit code 1 is shown as a warning, others as a failure. */
export class ExitError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = 'ExitError';
    this.exitCode = exitCode;
  }
}
