import { findFluxKind } from '@gotk/flux-types';
import type { CliIo } from '../../cli/cli-io.js';
import type { Command } from '../../cli/command.js';
import { connectOptions } from '../../cli/connect-options.js';
import { findCommand, flagsOf } from '../../cli/find-command.js';
import { type Flag, type FlagValues, takesValue } from '../../cli/flag.js';
import { parseFlags } from '../../cli/parse-flags.js';

/** A word that could stand where the cursor is. */
interface Candidate {
  readonly word: string;
  readonly description?: string;
}

/** Tells the shell not to offer files. */
const NO_FILES = ':4';

/**
 * Prints what could stand where the cursor is: a candidate a line, its description after a tab, and a last line for the shell.
 *
 * @param words the words after `flux`; the last one is being typed.
 */
export async function complete(words: readonly string[], root: Command, io: CliIo): Promise<void> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const candidates = await candidatesFor({ typed, before, root, io });
  for (const { word, description } of candidates) {
    if (word.startsWith(typed)) io.stdout(description === undefined ? `${word}\n` : `${word}\t${description}\n`);
  }
  io.stdout(`${NO_FILES}\n`);
}

interface Position {
  readonly typed: string;
  readonly before: readonly string[];
  readonly root: Command;
  readonly io: CliIo;
}

async function candidatesFor({ typed, before, root, io }: Position): Promise<readonly Candidate[]> {
  const { path, args } = findCommand(root, before);
  const flags = flagsOf(path);
  const awaiting = flagAwaitingValue(before.at(-1), flags);
  if (awaiting !== undefined) return valuesOf(awaiting, { path, args: args.slice(0, -1), io });
  if (typed.startsWith('-')) return flags.map(({ name, usage }) => ({ word: `--${name}`, description: usage }));
  const below = (path.at(-1)?.commands ?? []).filter(({ hidden }) => hidden !== true);
  if (below.length > 0) return below.map(({ name, short }) => ({ word: name, description: short }));
  return objectNames(path.at(-1)?.completes, { path, args, io });
}

/** The flag whose value comes next, if the last word is one. */
function flagAwaitingValue(word: string | undefined, flags: readonly Flag[]): Flag | undefined {
  if (word === undefined || word.includes('=')) return undefined;
  return flags.find(
    (flag) =>
      takesValue(flag) &&
      (word === `--${flag.name}` || (flag.shorthand !== undefined && word === `-${flag.shorthand}`)),
  );
}

interface Typed {
  readonly path: readonly Command[];
  readonly args: readonly string[];
  readonly io: CliIo;
}

async function valuesOf({ name }: Flag, typed: Typed): Promise<readonly Candidate[]> {
  return name === 'namespace' ? listNames({ apiVersion: 'v1', kind: 'Namespace' }, undefined, typed) : [];
}

async function objectNames(kind: string | undefined, typed: Typed): Promise<readonly Candidate[]> {
  const info = kind === undefined ? undefined : findFluxKind(kind);
  if (info === undefined) return [];
  const ref = { apiVersion: `${info.group}/${info.version}`, kind: info.kind };
  return listNames(ref, (flags) => flags.text('namespace'), typed);
}

/** Names in the cluster; none when it cannot be asked. */
async function listNames(
  kind: { readonly apiVersion: string; readonly kind: string },
  namespaceOf: ((flags: FlagValues) => string) | undefined,
  { path, args, io }: Typed,
): Promise<readonly Candidate[]> {
  try {
    const { flags } = parseFlags(args, flagsOf(path));
    const client = await io.connect(connectOptions(flags));
    const { items } = await client.list(kind, { namespace: namespaceOf?.(flags), as: 'metadata' }, io.signal);
    await client.close();
    return items.map(({ metadata }) => ({ word: metadata.name ?? '' }));
  } catch {
    return [];
  }
}
