import type { FluxKind } from '@gotk/flux-types';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { kindInfo, objectKey } from '../../kinds/cli-kind.js';
import { FIELD_MANAGER } from '../field-manager.js';
import { listNamed } from '../list-named.js';

/** Sets `spec.suspend` of the named objects, or of all. */
export function runSuspend(kind: FluxKind): CommandHandler {
  return async (context) => {
    const { args, flags } = context;
    if (args.length === 0 && !flags.flag('all')) throw new Error(`${kindInfo(kind).humanName} name is required`);
    if (args.length === 0) return suspendAll(kind, context);
    for (const name of new Set(args)) await suspendNamed(kind, name, context);
  };
}

async function suspendAll(kind: FluxKind, context: CommandContext): Promise<void> {
  const names = await listNamed(kind, undefined, context);
  if (names.length === 0) throw new Error('no objects found');
  for (const name of names) await suspend(kind, name, context);
}

/** Failures are told and stop no other object. */
async function suspendNamed(kind: FluxKind, name: string, context: CommandContext): Promise<void> {
  const { log, namespace, signal } = context;
  try {
    const found = await listNamed(kind, name, context);
    if (found.length === 0) log.failure(`${kind} ${name} not found in ${namespace} namespace`);
    for (const each of found) await suspend(kind, each, context);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    log.failure(`failed suspending ${kind} ${name} in ${namespace} namespace: ${reason}`);
  }
}

async function suspend(kind: FluxKind, name: string, context: CommandContext): Promise<void> {
  const { log, namespace, signal } = context;
  const { humanName } = kindInfo(kind);
  const client = await context.client();
  log.action(`suspending ${humanName} ${name} in ${namespace} namespace`);
  const patch = { type: 'merge', body: { spec: { suspend: true } } } as const;
  await client.patch(objectKey(kind, namespace, name), patch, { fieldManager: FIELD_MANAGER }, signal);
  log.success(`${humanName} suspended`);
}
