import type { Command } from './command.js';

const MOST_EDITS = 2;

/** The message for a name that is no command: with the commands that were perhaps meant. */
export function unknownCommandMessage(root: Command, name: string): string {
  const meant = (root.commands ?? []).filter((command) => command.hidden !== true && isSimilar(command.name, name));
  const message = `unknown command ${JSON.stringify(name)} for "${root.name}"`;
  if (meant.length === 0) return message;
  return `${message}\n\nDid you mean this?\n${meant.map((command) => `\t${command.name}\n`).join('')}`;
}

function isSimilar(command: string, typed: string): boolean {
  const a = command.toLowerCase();
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
