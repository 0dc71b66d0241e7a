import { LocatedError, similarNames } from '@gotk/located-error';
import type { Command } from './command.js';
import type { Flag } from './flag.js';
import type { UnknownFlagError } from './flag-reader.js';

/** The message for a name that is no command below the last one of `path`: with the commands that were perhaps meant. */
export function unknownCommandMessage(path: readonly Command[], name: string): string {
  const commands = path.at(-1)?.commands ?? [];
  const meant = commands.filter(
    (command) => command.hidden !== true && similarNames(name, namesOf(command)).length > 0,
  );
  const message = `unknown command ${JSON.stringify(name)} for "${path.map((command) => command.name).join(' ')}"`;
  if (meant.length === 0) return message;
  return `${message}\n\nDid you mean this?\n${meant.map((command) => `\t${command.name}\n`).join('')}`;
}

/** Short aliases are like everything. */
function namesOf({ name, aliases = [] }: Command): readonly string[] {
  return [name, ...aliases.filter((alias) => alias.length > 3)];
}

/** The error with the flag that was perhaps meant as its hint. */
export function withSimilarFlag(error: UnknownFlagError, flags: readonly Flag[]): Error {
  const typed = error.rawName.replace(/^--/, '');
  const known = flags.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  const [meant] = typed.length > 1 ? similarNames(typed, known) : [];
  if (meant === undefined) return error;
  return new LocatedError({ code: 'unknown-flag', message: error.message, hint: `Did you mean --${meant}?` });
}
