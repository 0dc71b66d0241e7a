import type { FluxKind } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { isStatic, kindInfo, objectKey } from '../../kinds/cli-kind.js';
import { dynamicReadinessOf, readinessOf } from '../../kinds/readiness.js';
import { successMessage } from '../../kinds/success-message.js';
import { waitForObject } from '../../kinds/wait-for-object.js';
import { FIELD_MANAGER } from '../field-manager.js';
import { listNamed } from '../list-named.js';

/** How the wait for one object ended. */
type Result =
  | { readonly kind: 'completed'; readonly object: KubeObject }
  | { readonly kind: 'failed'; readonly name: string; readonly reason: string };

/** Clears `spec.suspend` of the named objects, or of all, and waits for their reconciliation when there is just one. */
export function runResume(kind: FluxKind): CommandHandler {
  return async (context) => {
    const { args, flags } = context;
    if (args.length === 0 && !flags.flag('all')) throw new Error(`${kindInfo(kind).humanName} name is required`);
    const names = await resumeObjects(kind, context);
    // Flux waits for a single object by default, for several only when told to.
    const waits = flags.flag('wait') || (!flags.isSet('wait') && args.length === 1);
    if (waits) report(kind, await Promise.all(names.map((name) => waitFor(kind, name, context))), context);
  };
}

async function resumeObjects(kind: FluxKind, context: CommandContext): Promise<readonly string[]> {
  const { args, log, namespace } = context;
  const resumed: string[] = [];
  for (const wanted of args.length === 0 ? [undefined] : new Set(args)) {
    const found = await listNamed(kind, wanted, context);
    if (found.length === 0) {
      const what = wanted === undefined ? `no ${kind} objects found` : `${kind} object '${args[0]}' not found`;
      log.failure(`${what} in ${namespace} namespace`);
    }
    for (const name of found) {
      await resume(kind, name, context);
      resumed.push(name);
    }
  }
  return resumed;
}

async function resume(kind: FluxKind, name: string, context: CommandContext): Promise<void> {
  const { log, namespace, signal } = context;
  const { humanName } = kindInfo(kind);
  const client = await context.client();
  log.action(`resuming ${humanName} ${name} in ${namespace} namespace`);
  const patch = { type: 'merge', body: { spec: { suspend: null } } } as const;
  await client.patch(objectKey(kind, namespace, name), patch, { fieldManager: FIELD_MANAGER }, signal);
  log.success(`${humanName} resumed`);
}

async function waitFor(kind: FluxKind, name: string, context: CommandContext): Promise<Result> {
  context.log.waiting(`waiting for ${kind} reconciliation`);
  const client = await context.client();
  const key = objectKey(kind, context.namespace, name);
  try {
    const object = await waitForObject(client, { key, check: checkReady }, context.signal);
    return { kind: 'completed', object };
  } catch (error) {
    return { kind: 'failed', name, reason: error instanceof Error ? error.message : String(error) };
  }
}

function checkReady(object: KubeObject): KubeObject | undefined {
  const readiness = isStatic(object) ? readinessOf(object) : dynamicReadinessOf(object);
  if (readiness.kind === 'failed') throw new Error(readiness.message);
  return readiness.kind === 'current' ? object : undefined;
}

function report(kind: FluxKind, results: readonly Result[], { log }: CommandContext): void {
  for (const result of results) {
    if (result.kind === 'failed') log.failure(`${kind} ${result.name} reconciliation failed: ${result.reason}`);
    else {
      log.success(`${kind} ${result.object.metadata.name ?? ''} reconciliation completed`);
      log.success(successMessage(result.object));
    }
  }
  const failed = results.filter((result) => result.kind === 'failed').length;
  if (failed > 0) throw new Error(`reconciliation failed for ${failed} ${kind}(s)`);
}
