import type { EventRecorder } from '@gotk/events';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject, keyOf } from '@gotk/objects';
import { concludeApplier } from './conclude-applier.js';
import type { ControllerDefinition, Outcome, ReconcileContext, ReconcileKey, Step, StoryEvent } from './controller.js';
import { Halt } from './halt.js';
import type { Lister, ObjectCache } from './informer.js';
import type { Logger } from './logger.js';
import { Preempted } from './preempted.js';
import { StatusDraft } from './status-draft.js';
import { StatusWriter } from './status-writer.js';

/** How the key goes on after one reconciliation. */
export type Requeue =
  /** Only an event wakes it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'after'; readonly delayMs: number; readonly jitter: boolean }
  | { readonly kind: 'backoff' }
  /** There is no such object. */
  | { readonly kind: 'gone' }
  /** The process stops. */
  | { readonly kind: 'aborted' };

/** What one reconciliation needs from its surroundings. */
export interface ReconcileServices<T extends KubeObject> {
  readonly definition: ControllerDefinition<T>;
  readonly controllerName: string;
  readonly client: KubeClient;
  readonly cache: ObjectCache;
  readonly objects: Lister<T>;
  readonly events: EventRecorder;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly park: ReconcileContext<T>['park'];
  readonly watch: ReconcileContext<T>['watch'];
  readonly wakeAfter: ReconcileContext<T>['wakeAfter'];
}

/** The story every object goes through: fetch, deletion, finalizer, suspension, reconciliation; then its one conclusion. */
export async function reconcileObject<T extends KubeObject>(
  key: ReconcileKey,
  services: ReconcileServices<T>,
): Promise<Requeue> {
  const { definition, client, signal } = services;
  const found = await client.find({ ...definition.kind, ...key }, undefined, signal);
  if (found === undefined) return { kind: 'gone' };
  const deleting = found.metadata.deletionTimestamp !== undefined;
  if (deleting && !hasFinalizer(found, definition)) return { kind: 'none' };
  if (!deleting && definition.isStatic?.(found) === true) return retire(found, services);
  const raw = deleting ? found : await ensureFinalizer(found, services);
  if (raw === undefined) return { kind: 'gone' };
  const reconciliation = new Reconciliation(raw, services);
  const outcome = await reconciliation.run(deleting);
  if (signal.aborted) return { kind: 'aborted' };
  return reconciliation.conclude(outcome);
}

/** Takes away what is left of an object's life before it became static. */
async function retire<T extends KubeObject>(object: KubeObject, services: ReconcileServices<T>): Promise<Requeue> {
  const { client, definition, signal } = services;
  const status = Object.keys(fieldOf(object, 'status') ?? {});
  if (hasSuspendField(object)) return { kind: 'none' };
  if (hasFinalizer(object, definition)) {
    const reconciliation = new Reconciliation(object, services);
    const outcome = await reconciliation.run(true);
    if (signal.aborted) return { kind: 'aborted' };
    if (outcome.kind !== 'finalized') return reconciliation.conclude(outcome);
    await removeFinalizer(object, services);
  }
  if (status.length > 0) {
    const body = {
      metadata: { uid: object.metadata.uid },
      status: Object.fromEntries(status.map((name) => [name, null])),
    };
    const options = { subresource: 'status', fieldManager: definition.fieldOwner };
    await client.patch(keyOf(object), { type: 'merge', body }, options, signal);
  }
  return { kind: 'none' };
}

/** Turns what a story threw into a Halt, the one place where errors of stories end. */
function toOutcome(error: unknown): Outcome {
  if (error instanceof HaltedStep) return { kind: 'halted', halt: error.halt, reason: error.reason };
  if (error instanceof Halt) return { kind: 'halted', halt: error, reason: error.reason ?? DEFAULT_REASON };
  if (error instanceof Preempted) {
    const halt = new Halt({ kind: 'waiting', message: error.message, requeueAfterMs: 0, cause: error });
    return { kind: 'halted', halt, reason: DEFAULT_REASON };
  }
  return { kind: 'halted', halt: retryHalt(error), reason: DEFAULT_REASON };
}

const DEFAULT_REASON = 'Failed';

/** Carries a halt together with the reason of the step it came from. */
class HaltedStep extends Error {
  readonly halt: Halt;
  readonly reason: string;

  constructor(halt: Halt, { reason }: { readonly reason: string }) {
    super(halt.message, { cause: halt });
    this.name = 'HaltedStep';
    this.halt = halt;
    this.reason = reason;
  }
}

function retryHalt(error: unknown): Halt {
  const message = error instanceof Error ? error.message : String(error);
  return new Halt({ kind: 'retry', message, cause: error });
}

/** One pass over one object. */
class Reconciliation<T extends KubeObject> {
  readonly #raw: KubeObject;
  readonly #services: ReconcileServices<T>;
  readonly #writer: StatusWriter;
  readonly #status: StatusDraft;
  readonly #startedAtMs: number;
  #eventMetadata: Readonly<Record<string, string>> = {};
  #isSuspended = false;

  constructor(raw: KubeObject, services: ReconcileServices<T>) {
    this.#raw = raw;
    this.#services = services;
    this.#writer = new StatusWriter(raw, { client: services.client, ...services.definition });
    this.#status = new StatusDraft(raw, services.nowMs);
    this.#startedAtMs = services.nowMs();
  }

  /** Runs the story. Never throws. */
  async run(deleting: boolean): Promise<Outcome> {
    const { definition, log } = this.#services;
    try {
      const object = this.#parse(deleting);
      this.#isSuspended = (definition.isSuspended ?? hasSuspendField)(object);
      if (deleting) {
        await definition.finalize?.(this.#contextFor(object));
        return { kind: 'finalized' };
      }
      if (this.#isSuspended) {
        log.info('Reconciliation is suspended for this object');
        return { kind: 'suspended' };
      }
      return { kind: 'done', done: await definition.reconcile(this.#contextFor(object)) };
    } catch (error) {
      return toOutcome(error);
    }
  }

  /** Writes conditions, events and logs, takes the finalizer away, and says how the key goes on. */
  async conclude(outcome: Outcome): Promise<Requeue> {
    const { definition, signal } = this.#services;
    const requested = this.#raw.metadata.annotations?.[REQUESTED_AT];
    if (requested !== undefined) this.#status.update({ lastHandledReconcileAt: requested });
    const durationMs = this.#services.nowMs() - this.#startedAtMs;
    const object = this.#raw as T;
    const events = (definition.conclude ?? concludeApplier)({ object, status: this.#status, outcome, durationMs });
    for (const event of [...haltEvents(outcome), ...events]) this.#record(event);
    this.#logOutcome(outcome, durationMs);
    if (outcome.kind === 'finalized') {
      await removeFinalizer(this.#raw, this.#services);
      return { kind: 'none' };
    }
    await this.#writer.save(this.#status, signal);
    return this.#requeueFor(outcome);
  }

  #requeueFor(outcome: Exclude<Outcome, { readonly kind: 'finalized' }>): Requeue {
    switch (outcome.kind) {
      case 'suspended':
        return { kind: 'none' };
      case 'done':
        return requeueAfter(outcome.done.requeueAfterMs, true);
      case 'halted':
        return this.#requeueForHalt(outcome.halt);
    }
  }

  #requeueForHalt(halt: Halt): Requeue {
    if (halt.kind === 'stalled') return { kind: 'none' };
    if (halt.requeueAfterMs === 'backoff') return { kind: 'backoff' };
    if (halt.kind === 'waiting' || halt.requeueAfterMs !== undefined) return requeueAfter(halt.requeueAfterMs, false);
    // A malformed object cannot be asked for its interval.
    const interval = halt.cause instanceof MalformedObject ? undefined : this.#retryIntervalMs();
    return interval === undefined ? { kind: 'backoff' } : requeueAfter(interval, false);
  }

  #retryIntervalMs(): number | undefined {
    const { definition } = this.#services;
    return definition.retryIntervalMs?.(this.#raw as T);
  }

  /** Malformed objects are stalled; one that is being deleted is let go by the default deletion story. */
  #parse(deleting: boolean): T {
    const { parse } = this.#services.definition;
    if (parse === undefined) return this.#raw as T;
    try {
      return parse(this.#raw);
    } catch (error) {
      const message = `malformed object: ${error instanceof Error ? error.message : String(error)}`;
      const cause = new MalformedObject(message, { cause: error });
      throw new Halt({ kind: deleting ? 'retry' : 'stalled', reason: 'InvalidSpec', message, cause });
    }
  }

  #contextFor(object: T): ReconcileContext<T> {
    const { client, cache, objects, signal, nowMs, log, park, watch, wakeAfter } = this.#services;
    const { namespace = '', name = '' } = this.#raw.metadata;
    return {
      object,
      key: { namespace, name },
      status: this.#status,
      step: stepRunner(log),
      client,
      cache,
      objects,
      signal,
      nowMs,
      startedAtMs: this.#startedAtMs,
      log,
      save: async () => {
        await this.#writer.save(this.#status, signal);
      },
      event: (event) => this.#record(event),
      annotateEvents: (metadata) => {
        this.#eventMetadata = { ...this.#eventMetadata, ...metadata };
      },
      park,
      watch,
      wakeAfter,
    };
  }

  #record({ severity, message, reason, metadata }: StoryEvent): void {
    const { events, controllerName, log } = this.#services;
    // Failures are told with the outcome.
    if (severity === 'info') log.info(message);
    events.record({
      object: this.#raw,
      severity,
      message,
      reason: reason ?? this.#status.condition('Ready')?.reason ?? severity,
      metadata: { ...this.#eventMetadata, ...metadata },
      controller: controllerName,
    });
  }

  #logOutcome(outcome: Outcome, durationMs: number): void {
    if (outcome.kind !== 'halted') return;
    const { log } = this.#services;
    const fields = { reason: outcome.reason, durationMs };
    if (outcome.halt.kind === 'waiting') log.info(outcome.halt.message, fields);
    else log.error(`Reconciliation failed: ${outcome.halt.message}`, fields);
  }
}

/** Marks halts of objects that could not be decoded. */
class MalformedObject extends Error {
  override readonly name = 'MalformedObject';
}

/** Runs steps that tell the log where the story stands. */
function stepRunner(log: Logger): Step {
  return async (name, reason, run) => {
    log.trace(`step: ${name}`);
    try {
      return await run();
    } catch (error) {
      if (error instanceof HaltedStep || error instanceof Preempted) throw error;
      if (error instanceof Halt) throw new HaltedStep(error, { reason: error.reason ?? reason });
      throw new HaltedStep(retryHalt(error), { reason });
    }
  };
}

/** The event that belongs to a halt, told with the halt's own reason. */
function haltEvents(outcome: Outcome): readonly StoryEvent[] {
  if (outcome.kind !== 'halted') return [];
  const { halt, reason } = outcome;
  if (halt.event === false) return [];
  if (halt.event !== undefined) return [{ reason, ...halt.event }];
  return halt.kind === 'waiting' ? [] : [{ severity: 'error', message: halt.message, reason }];
}

function requeueAfter(delayMs: number | undefined, jitter: boolean): Requeue {
  return delayMs === undefined ? { kind: 'none' } : { kind: 'after', delayMs, jitter };
}

/** The annotation that asks for a reconciliation. */
export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

function hasSuspendField(object: KubeObject): boolean {
  return fieldOf(object, 'spec', 'suspend') === true;
}

function hasFinalizer({ metadata }: KubeObject, { finalizer }: Pick<ControllerDefinition, 'finalizer'>): boolean {
  return finalizer !== undefined && (metadata.finalizers ?? []).includes(finalizer);
}

/** @returns the object with the finalizer; `undefined` when it has gone meanwhile. */
async function ensureFinalizer<T extends KubeObject>(
  object: KubeObject,
  services: ReconcileServices<T>,
): Promise<KubeObject | undefined> {
  const { finalizer } = services.definition;
  if (finalizer === undefined || hasFinalizer(object, services.definition)) return object;
  return patchFinalizers(object, [...(object.metadata.finalizers ?? []), finalizer], services);
}

async function removeFinalizer<T extends KubeObject>(
  object: KubeObject,
  services: ReconcileServices<T>,
): Promise<void> {
  const { finalizer } = services.definition;
  let latest: KubeObject | undefined = object;
  for (let attempt = 1; latest !== undefined && hasFinalizer(latest, services.definition); attempt++) {
    const others: readonly string[] = (latest.metadata.finalizers ?? []).filter((name) => name !== finalizer);
    try {
      await patchFinalizers(latest, others, services);
      return;
    } catch (error) {
      if (!isApiError(error, 'Conflict') || attempt === MAX_FINALIZER_ATTEMPTS) throw error;
      latest = await services.client.find(keyOf(object), undefined, services.signal);
      if (latest?.metadata.uid !== object.metadata.uid) return;
    }
  }
}

const MAX_FINALIZER_ATTEMPTS = 5;

/** Finalizers are a list that others write too, so the version they were read at goes along. */
async function patchFinalizers<T extends KubeObject>(
  object: KubeObject,
  finalizers: readonly string[],
  { client, definition, signal }: ReconcileServices<T>,
): Promise<KubeObject | undefined> {
  const { uid, resourceVersion } = object.metadata;
  const body = { metadata: { uid, resourceVersion, finalizers: finalizers.length === 0 ? null : finalizers } };
  try {
    return await client.patch(keyOf(object), { type: 'merge', body }, { fieldManager: definition.fieldOwner }, signal);
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
}
