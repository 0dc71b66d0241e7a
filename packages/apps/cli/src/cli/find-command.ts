import type { Command } from './command.js';
import { type Flag, takesValue } from './flag.js';

/** A command found by its name, and what is left of the arguments. */
export interface FoundCommand {
  /** The commands that lead to it, the root first, itself last. */
  readonly path: readonly Command[];
  readonly args: readonly string[];
}

/** Follows the names in `args` down the tree; flags may stand anywhere between them. */
export function findCommand(root: Command, args: readonly string[]): FoundCommand {
  let path: readonly Command[] = [root];
  let rest = args;
  for (;;) {
    const index = indexOfOperand(rest, flagsOf(path));
    const name = index === -1 ? undefined : rest[index];
    const next = name === undefined ? undefined : subcommand(path.at(-1), name);
    if (next === undefined) return { path, args: rest };
    path = [...path, next];
    rest = rest.filter((_, position) => position !== index);
  }
}

/** Flags that the last command of `path` accepts: its own, and the persistent ones of all. */
export function flagsOf(path: readonly Command[]): readonly Flag[] {
  const last = path.at(-1);
  const help: Flag = { name: 'help', shorthand: 'h', type: 'bool', usage: `help for ${last?.name ?? ''}` };
  return [...path.flatMap(({ persistentFlags }) => persistentFlags ?? []), ...(last?.flags ?? []), help];
}

/** The command below `command` with this name or alias. */
export function subcommand(command: Command | undefined, name: string): Command | undefined {
  return command?.commands?.find((each) => each.name === name || each.aliases?.includes(name));
}

/** Index of the first argument that is neither a flag nor the value of one; -1 when there is none. */
function indexOfOperand(args: readonly string[], flags: readonly Flag[]): number {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return -1;
    if (!arg.startsWith('-') || arg === '-') return index;
    if (hasValueAfter(arg, flags)) index++;
  }
  return -1;
}

/** Whether the argument after `arg` is its value. Unknown flags are taken to have one. */
function hasValueAfter(arg: string, flags: readonly Flag[]): boolean {
  if (arg.includes('=')) return false;
  if (arg.startsWith('--')) {
    const flag = flags.find(({ name }) => name === arg.slice(2));
    return flag === undefined || takesValue(flag);
  }
  if (arg.length !== 2) return false;
  const flag = flags.find(({ shorthand }) => shorthand === arg.slice(1));
  return flag === undefined || takesValue(flag);
}
