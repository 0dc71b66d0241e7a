import { findCondition, parseConditions } from '@gotk/conditions';
import type { FluxKind } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import type { CommandContext, CommandHandler } from '../../cli/command.js';
import { isStatic, isSuspended, objectKey, textAt } from '../../kinds/cli-kind.js';
import { readinessOf } from '../../kinds/readiness.js';
import { successMessage } from '../../kinds/success-message.js';
import { waitForObject } from '../../kinds/wait-for-object.js';
import { FIELD_MANAGER } from '../field-manager.js';
import { sourcesOf } from './sources-of.js';

interface Target {
  readonly kind: FluxKind;
  readonly namespace: string;
  readonly name: string;
  readonly withSource: boolean;
}

/** Kinds that follow a source; their failures are told without quotes. */
const FOLLOWERS: ReadonlySet<string> = new Set(['Kustomization', 'HelmChart', 'HelmRelease']);

/** Asks for a reconciliation of one object and waits for its end. */
export function runReconcile(kind: FluxKind): CommandHandler {
  return async (context) => {
    const [name] = context.args;
    if (name === undefined) throw new Error(`${kind} name is required`);
    const withSource = FOLLOWERS.has(kind) && context.flags.flag('with-source');
    await reconcile({ kind, namespace: context.namespace, name, withSource }, { context, asked: new Set() });
  };
}

interface Run {
  readonly context: CommandContext;
  /** What has its turn already: sources may lead back to themselves. */
  readonly asked: Set<string>;
}

async function reconcile({ kind, namespace, name, withSource }: Target, run: Run): Promise<void> {
  const { context, asked } = run;
  const { log, signal } = context;
  const id = `${kind}/${namespace}/${name}`;
  if (asked.has(id)) return;
  asked.add(id);
  const client = await context.client();
  const key = objectKey(kind, namespace, name);
  const object = await client.get(key, {}, signal);
  if (isStatic(object)) return log.success('reconciliation not supported by the object');
  if (isSuspended(object)) throw new Error('resource is suspended');
  if (withSource) for (const source of sourcesOf(object)) await reconcile(source, run);
  // Nothing reconciles it: whoever makes it has just been asked.
  if (kind === 'ExternalArtifact') return;
  log.action(`annotating ${kind} ${name} in ${namespace} namespace`);
  await requestReconciliation(client, { key, context });
  log.success(`${kind} annotated`);
  log.waiting(`waiting for ${kind} reconciliation`);
  const handledBefore = handledRequest(object);
  const done = await waitForObject(client, { key, check: (now) => checkHandled(now, handledBefore) }, signal);
  requireReady(done);
  log.success(successMessage(done));
}

function handledRequest(object: KubeObject): string {
  return textAt(object, 'status', 'lastHandledReconcileAt');
}

function checkHandled(object: KubeObject, handledBefore: string): KubeObject | undefined {
  if (handledRequest(object) === handledBefore) return undefined;
  const readiness = readinessOf(object);
  if (readiness.kind === 'failed') throw new Error(readiness.message);
  return readiness.kind === 'current' ? object : undefined;
}

function requireReady(object: KubeObject): void {
  const ready = findCondition(parseConditions(object), 'Ready');
  if (ready === undefined) throw new Error("status can't be determined");
  if (ready.status === 'True') return;
  const message = FOLLOWERS.has(object.kind) ? ready.message : `'${ready.message}'`;
  throw new Error(`${object.kind} reconciliation failed: ${message}`);
}

async function requestReconciliation(
  client: KubeClient,
  { key, context }: { readonly key: ObjectKey; readonly context: CommandContext },
): Promise<void> {
  const time = new Date(context.io.nowMs()).toISOString();
  const isRelease = key.kind === 'HelmRelease' && context.path.at(-1)?.name === 'helmrelease';
  const annotations = {
    'reconcile.fluxcd.io/requestedAt': time,
    ...(isRelease && context.flags.flag('force') ? { 'reconcile.fluxcd.io/forceAt': time } : {}),
    ...(isRelease && context.flags.flag('reset') ? { 'reconcile.fluxcd.io/resetAt': time } : {}),
  };
  const body = { metadata: { annotations } };
  await client.patch(key, { type: 'merge', body }, { fieldManager: FIELD_MANAGER }, context.signal);
}
