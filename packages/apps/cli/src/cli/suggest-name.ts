import { LocatedError } from '@gotk/located-error';
import type { Command } from './command.js';
import type { Flag } from './flag.js';
import type { UnknownFlagError } from './flag-reader.js';

const MOST_EDITS = 2;

/** The message for a name that is no command below the last one of `path`: with the commands that were perhaps meant. */
export function unknownCommandMessage(path: readonly Command[], name: string): string {
  const commands = path.at(-1)?.commands ?? [];
  const meant = commands.filter(
    (command) => command.hidden !== true && namesOf(command).some((each) => isSimilar(each, name)),
  );
  const message = `unknown command ${JSON.stringify(name)} for "${path.map((command) => command.name).join(' ')}"`;
  if (meant.length === 0) return message;
  return `${message}\n\nDid you mean this?\n${meant.map((command) => `\t${command.name}\n`).join('')}`;
}

function namesOf({ name, aliases = [] }: Command): readonly string[] {
  return [name, ...aliases];
}

/** The error with the flag that was perhaps meant as its hint. */
export function withSimilarFlag(error: UnknownFlagError, flags: readonly Flag[]): Error {
  const typed = error.rawName.replace(/^--/, '');
  const meant = flags.find(({ name, hidden }) => hidden !== true && typed.length > 1 && isSimilar(name, typed));
  if (meant === undefined) return error;
  return new LocatedError({ code: 'unknown-flag', message: error.message, hint: `Did you mean --${meant.name}?` });
}

function isSimilar(known: string, typed: string): boolean {
  const a = known.toLowerCase();
  const b = typed.toLowerCase();
  return a.startsWith(b) || editDistance(a, b) <= MOST_EDITS;
}

/** Insertions, deletions and replacements that lead from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
