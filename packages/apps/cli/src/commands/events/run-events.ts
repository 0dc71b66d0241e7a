import { durationFromMs, renderHumanDuration } from '@gotk/duration';
import type { FluxKind } from '@gotk/flux-types';
import type { ListOptions, WatchEvent } from '@gotk/kube-client';
import type { CommandContext } from '../../cli/command.js';
import { renderTable } from '../../output/render-table.js';
import { type EventFacts, parseEvent } from './event.js';
import { EVENT_KINDS, relatedObjects } from './related-objects.js';

const EVENT = { apiVersion: 'v1', kind: 'Event' } as const;

/** Which events to show, and how. */
interface Selection {
  /** One query each: the object asked for, and what it refers to. */
  readonly queries: readonly ListOptions[];
  readonly showNamespace: boolean;
}

/** Prints the events of Flux objects, oldest first. */
export async function runEvents(context: CommandContext): Promise<void> {
  refuseUnknownTypes(context.flags.list('types'));
  const selection = await selectEvents(context);
  if (context.flags.flag('watch')) return watchEvents(selection, context);
  const events = (await listEvents(selection, context)).filter((event) => isShown(event, context));
  if (events.length === 0) {
    const where = context.flags.flag('all-namespaces') ? '.' : ` in ${context.namespace} namespace.`;
    return context.log.failure(`No events found${where}`);
  }
  const sorted = events.toSorted((a, b) => a.lastMs - b.lastMs);
  const rows = sorted.map((event) => rowOf(event, selection, context.io.nowMs()));
  context.io.stdout(renderTable(headerOf(selection), rows));
}

function refuseUnknownTypes(types: readonly string[]): void {
  const unknown = types.find((type) => !/^(normal|warning)$/i.test(type));
  if (unknown !== undefined) throw new Error(`type '${unknown}' not supported. Supported types are Normal, Warning`);
}

async function selectEvents(context: CommandContext): Promise<Selection> {
  const isAll = context.flags.flag('all-namespaces');
  const scope = isAll ? {} : { namespace: context.namespace };
  const target = parseTarget(context.flags.text('for'));
  if (target === undefined) return { queries: [scope], showNamespace: isAll };
  const { kind, name } = target;
  const related = name === '' ? [] : await relatedObjects(kind, name, context);
  return {
    queries: [
      { ...scope, fieldSelector: involved(kind, name) },
      ...related.map((each) => ({ namespace: each.namespace, fieldSelector: involved(each.kind, each.name) })),
    ],
    showNamespace: isAll || related.some(({ namespace }) => namespace !== context.namespace),
  };
}

/** Reads `--for KIND[/NAME]`. */
function parseTarget(text: string): { readonly kind: FluxKind; readonly name: string } | undefined {
  if (text === '') return undefined;
  // With more than one slash it is the name of a kind, as Flux reads it.
  const [typed = '', name = ''] = text.split('/').length > 2 ? [text] : text.split('/');
  if (typed === '') throw new Error('--for selector must be of format <kind>[/<name>]');
  const kind = EVENT_KINDS.find((each) => each.toLowerCase() === typed.toLowerCase());
  if (kind === undefined) throw new Error(`'${typed}' is not a recognized Flux kind`);
  return { kind, name };
}

function involved(kind: string, name: string): string {
  return name === '' ? `involvedObject.kind=${kind}` : `involvedObject.kind=${kind},involvedObject.name=${name}`;
}

async function listEvents({ queries }: Selection, context: CommandContext): Promise<readonly EventFacts[]> {
  const client = await context.client();
  try {
    const lists = await Promise.all(queries.map((query) => client.list(EVENT, query, context.signal)));
    return lists.flatMap(({ items }) => items.map(parseEvent));
  } catch (error) {
    context.signal.throwIfAborted();
    throw new Error(`error getting events: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function isShown(event: EventFacts, { flags }: CommandContext): boolean {
  const types = flags.list('types').map((type) => type.toLowerCase());
  if (types.length > 0 && !types.includes(event.type.toLowerCase())) return false;
  return EVENT_KINDS.some((kind) => kind === event.involvedKind);
}

async function watchEvents(selection: Selection, context: CommandContext): Promise<void> {
  const client = await context.client();
  let header = headerOf(selection);
  const print = (change: WatchEvent): void => {
    if (change.type !== 'ADDED' && change.type !== 'MODIFIED') return;
    const event = parseEvent(change.object);
    if (!isShown(event, context)) return;
    context.io.stdout(renderTable(header, [rowOf(event, selection, context.io.nowMs())]));
    header = [];
  };
  const follow = async (query: ListOptions): Promise<void> => {
    for await (const change of client.watch(EVENT, query, context.signal)) print(change);
  };
  await Promise.all(selection.queries.map(follow));
}

function headerOf({ showNamespace }: Selection): readonly string[] {
  const header = ['Last seen', 'Type', 'Reason', 'Object', 'Message'];
  return showNamespace ? ['Namespace', ...header] : header;
}

function rowOf(event: EventFacts, { showNamespace }: Selection, nowMs: number): readonly string[] {
  const object = `${event.involvedKind}/${event.involvedName}`;
  const row = [lastSeen(event, nowMs), event.type, event.reason, object, event.message];
  return showNamespace ? [event.namespace, ...row] : row;
}

function lastSeen({ firstMs, lastMs, count }: EventFacts, nowMs: number): string {
  const first = ageOf(firstMs, nowMs);
  return count > 1 ? `${ageOf(lastMs, nowMs)} (x${count} over ${first})` : first;
}

function ageOf(timeMs: number, nowMs: number): string {
  return timeMs === 0 ? '<unknown>' : renderHumanDuration(durationFromMs(nowMs - timeMs));
}
