import type { FluxKind } from '@gotk/flux-types';
import type { ListOptions } from '@gotk/kube-client';
import { type KubeObject, parseLabelSelectorObject } from '@gotk/objects';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { kindRef } from '../../kinds/cli-kind.js';
import { renderTable } from '../../output/render-table.js';
import { columnsOf } from './columns.js';
import { parseStatusSelector } from './status-selector.js';

interface GetOptions {
  /** One of several tables: names carry their kind, and an empty table is left out. */
  readonly among: boolean;
}

/** Prints the objects of a kind and their status. */
export function runGet(kind: FluxKind): CommandHandler {
  return (context) =>
    context.flags.flag('watch') ? watchKind(kind, context) : getKind(kind, { among: false }, context);
}

/** Prints one table. @throws when there is nothing to print, unless it is one of several. */
export async function getKind(kind: FluxKind, { among }: GetOptions, context: CommandContext): Promise<void> {
  const client = await context.client();
  const { items } = await client.list(kindRef(kind), listOptions(context), context.signal);
  if (items.length === 0) {
    if (among && context.args.length === 0) return;
    throw new Error(nothingFound(kind, context));
  }
  const rows = rowsOf(kind, items, { among, context });
  if (among && rows.length === 0) return;
  context.io.stdout(renderTable(headerOf(kind, context), rows));
  if (among) context.io.stdout('\n');
}

async function watchKind(kind: FluxKind, context: CommandContext): Promise<void> {
  const client = await context.client();
  let header = headerOf(kind, context);
  for await (const event of client.watch(kindRef(kind), listOptions(context), context.signal)) {
    if (event.type === 'BOOKMARK') continue;
    context.io.stdout(renderTable(header, rowsOf(kind, [event.object], { among: false, context })));
    header = [];
  }
  if (!context.io.signal.aborted) throw new Error('timed out waiting for the condition');
}

function listOptions({ flags, namespace, args }: CommandContext): ListOptions {
  const [name] = args;
  const labelSelector = flags.text('label-selector');
  checkSelector(labelSelector);
  return {
    ...(flags.flag('all-namespaces') ? {} : { namespace }),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
    ...(labelSelector === '' ? {} : { labelSelector }),
  };
}

function checkSelector(text: string): void {
  try {
    if (text !== '') parseLabelSelectorObject(text);
  } catch (error) {
    throw new Error(`unable to parse label selector: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nothingFound(kind: FluxKind, { args, flags, namespace }: CommandContext): string {
  const where = flags.flag('all-namespaces') ? 'any' : JSON.stringify(namespace);
  const [name] = args;
  if (name !== undefined) return `${kind} object '${name}' not found in ${where} namespace`;
  return `no ${kind} objects found in ${where} namespace`;
}

function headerOf(kind: FluxKind, context: CommandContext): readonly string[] {
  const { flags } = context;
  if (flags.flag('no-header')) return [];
  const namespace = flags.flag('all-namespaces') ? ['Namespace'] : [];
  return [...namespace, 'Name', ...columnsFor(kind, context).map(({ header }) => header)];
}

function rowsOf(
  kind: FluxKind,
  objects: readonly KubeObject[],
  { among, context }: GetOptions & { readonly context: CommandContext },
): readonly (readonly string[])[] {
  const selected = objects.filter(parseStatusSelector(context.flags.text('status-selector')));
  const columns = columnsFor(kind, context);
  return selected.map((object) => {
    const { namespace = '', name = '' } = object.metadata;
    const scope = context.flags.flag('all-namespaces') ? [namespace] : [];
    return [...scope, among ? `${kind.toLowerCase()}/${name}` : name, ...columns.map((column) => column.cell(object))];
  });
}

function columnsFor(kind: FluxKind, { path, flags }: CommandContext): ReturnType<typeof columnsOf> {
  const hasFlag = path.at(-1)?.flags?.some(({ name }) => name === 'show-source') === true;
  return columnsOf(kind, { showSource: hasFlag && flags.flag('show-source') });
}
