import { findLocation, LocatedError, renderLocation } from '@gotk/located-error';
import { type CommandHandler, ExitError } from '../../cli/command.js';

/** The handler with failures told as Helm tells them: `Error: …` on stderr. Our own place and advice come in lines after it. */
export function asHelm(handler: CommandHandler): CommandHandler {
  return async (context) => {
    try {
      await handler(context);
    } catch (error) {
      if (error instanceof ExitError || context.signal.aborted) throw error;
      context.io.stderr(renderFailure(error));
      throw new ExitError('', 1);
    }
  };
}

function renderFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}\n`;
  const at = findLocation(error);
  const hint = hintOf(error);
  return [
    `Error: ${error.message}`,
    ...(at === undefined ? [] : [`  at ${renderLocation(at)}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    '',
  ].join('\n');
}

function hintOf(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof LocatedError && current.hint !== undefined) return current.hint;
  }
  return undefined;
}
