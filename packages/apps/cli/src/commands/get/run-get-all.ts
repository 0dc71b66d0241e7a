import type { FluxKind } from '@gotk/flux-types';
import { ConnectionError, NoMatchError } from '@gotk/kube-client';
import { renderError } from '@gotk/located-error';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { getKind } from './run-get.js';

/**
 * Prints one table after the other; a kind that fails is told of and stops no other. A cluster that cannot be reached is
 * told of once, where Flux says the same for every kind.
 */
export function runGetAll(kinds: readonly FluxKind[]): CommandHandler {
  return async (context) => {
    if (context.flags.flag('watch')) throw new Error('expected a single resource type, but found all');
    for (const kind of kinds) {
      const problem = await problemOfGetting(kind, context);
      if (problem !== undefined) context.log.failure(context.io.isTerminal ? renderError(problem) : messageOf(problem));
      if (problem instanceof ConnectionError) return;
    }
  };
}

async function problemOfGetting(kind: FluxKind, context: CommandContext): Promise<unknown> {
  try {
    await getKind(kind, { among: true }, context);
    return undefined;
  } catch (error) {
    context.signal.throwIfAborted();
    // A cluster may run only some of the controllers.
    return error instanceof NoMatchError ? undefined : error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
