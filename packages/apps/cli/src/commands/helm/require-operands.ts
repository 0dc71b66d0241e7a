import type { CommandContext } from '../../cli/command.js';

/** How many operands a command takes. */
export interface OperandCount {
  readonly least?: number;
  readonly most?: number;
}

/** @throws Error in Helm's words when there are too few operands, or too many */
export function requireOperands({ path, args }: CommandContext, { least = 0, most = Infinity }: OperandCount): void {
  if (args.length >= least && args.length <= most) return;
  const name = path.map((command) => command.name).join(' ');
  const operands = path.at(-1)?.operands;
  const usage = `Usage:  ${name}${operands === undefined ? '' : ` ${operands}`} [flags]`;
  throw new Error(`${JSON.stringify(name)} ${rule(least, most)}\n\n${usage}`);
}

function rule(least: number, most: number): string {
  if (most === 0) return 'accepts no arguments';
  if (least === most) return `requires ${least} ${argument(least)}`;
  if (least > 0) return `requires at least ${least} ${argument(least)}`;
  return `accepts at most ${most} ${argument(most)}`;
}

function argument(count: number): string {
  return count === 1 ? 'argument' : 'arguments';
}
