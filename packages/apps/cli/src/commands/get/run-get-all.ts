import type { FluxKind } from '@gotk/flux-types';
import { NoMatchError } from '@gotk/kube-client';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { getKind } from './run-get.js';

/** Prints one table after the other; a kind that fails is told of and stops no other. */
export function runGetAll(kinds: readonly FluxKind[]): CommandHandler {
  return async (context) => {
    if (context.flags.flag('watch')) throw new Error('expected a single resource type, but found all');
    for (const kind of kinds) await getOrTell(kind, context);
  };
}

async function getOrTell(kind: FluxKind, context: CommandContext): Promise<void> {
  try {
    await getKind(kind, { among: true }, context);
  } catch (error) {
    context.signal.throwIfAborted();
    // A cluster may run only some of the controllers.
    if (error instanceof NoMatchError) return;
    context.log.failure(error instanceof Error ? error.message : String(error));
  }
}
