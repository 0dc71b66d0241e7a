import { createHash } from 'node:crypto';
import type { ObjectChange, ReconcileKey, WatchRule } from '@gotk/controller-runtime';
import type { KindRef, KubeObject, ManagedFieldsEntry } from '@gotk/objects';

/** What a controller holds to be drift. */
export interface DriftPolicy {
  /** Prefix of the labels `<group>/name` and `<group>/namespace` by which applied objects name their owner. */
  readonly group: string;
  /** Whether an entry of the managed fields is what the controller applied. */
  readonly owns: (entry: ManagedFieldsEntry) => boolean;
  /** Whether an object is watched over. Default: all are. */
  readonly isWatched?: (object: KubeObject) => boolean;
  /** Whether an object has to be put right though all owned fields are as they were. Default: none has. */
  readonly isUnwanted?: (object: KubeObject) => boolean;
  /** Whether an object whose labels name another owner is that one's, and none of the first one's business. Default false. */
  readonly yieldsToOthers?: boolean;
  /** How insistence is counted, and how often it is answered at once before the answers come ever more slowly. */
  readonly pace: { readonly per: 'object' | 'owner'; readonly atOnce: number };
}

export interface DriftTrackerOptions {
  readonly policy: DriftPolicy;
  readonly nowMs: () => number;
}

/** An object as it was when its owner last saw it in order. */
interface Snapshot {
  readonly owner: string;
  readonly resourceVersion: string;
  /** Digest of the fields that the controller owns. */
  readonly fields: string;
}

/** How often something was put right of late. */
interface Repairs {
  readonly count: number;
  readonly lastMs: number;
}

const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 300_000;
const CALM_AFTER_MS = 600_000;

/**
 * Knows from watch events alone whether somebody changed what a controller applied: a change of an owned field takes its
 * ownership away, so the managed fields tell, and metadata is all that has to be watched. Somebody who insists is answered
 * ever more slowly: from 100 ms up to 5 minutes, and quickly again after 10 calm minutes.
 */
export class DriftTracker {
  readonly #policy: DriftPolicy;
  readonly #nowMs: () => number;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #repairs = new Map<string, Repairs>();
  /** Changes seen while their owner is at work; judged when it is done. */
  readonly #held = new Map<string, Map<string, ObjectChange>>();

  constructor({ policy, nowMs }: DriftTrackerOptions) {
    this.#policy = policy;
    this.#nowMs = nowMs;
  }

  /** Notes an object as its owner has just read or written it. */
  observe(owner: ReconcileKey, object: KubeObject): void {
    const { uid, resourceVersion, deletionTimestamp } = object.metadata;
    if (uid === undefined || resourceVersion === undefined || deletionTimestamp !== undefined) return;
    if (this.#ownerOf(object) !== idOf(owner) || this.#policy.isWatched?.(object) === false) return;
    this.#snapshots.set(uid, { owner: idOf(owner), resourceVersion, fields: this.#ownedFields(object) });
  }

  /** Notes that an object is about to be deleted by its owner. */
  release(uid: string): void {
    this.#snapshots.delete(uid);
    this.#repairs.delete(uid);
  }

  /** Begins to hold changes to an owner's objects back. */
  hold(owner: ReconcileKey): void {
    this.#held.set(idOf(owner), new Map());
  }

  /**
   * Ends {@link hold}.
   * @returns after how many milliseconds the owner should look again; `undefined` when nobody else changed anything.
   */
  judgeHeld(owner: ReconcileKey): number | undefined {
    const held = [...(this.#held.get(idOf(owner))?.values() ?? [])];
    this.#held.delete(idOf(owner));
    const drifted = held.filter((change) => this.#isDrift(change));
    const subjects = new Set(drifted.map(({ object }) => this.#subjectOf(object, idOf(owner))));
    const delays = [...subjects].map((subject) => this.#delayFor(subject));
    return delays.length === 0 ? undefined : Math.min(...delays);
  }

  /**
   * Judges a change.
   * @returns the owner to wake and after how long; `undefined` when nothing has to be put right.
   */
  judge(change: ObjectChange): { readonly owner: ReconcileKey; readonly delayMs: number } | undefined {
    const { uid = '' } = change.object.metadata;
    const owner = this.#snapshots.get(uid)?.owner ?? this.#ownerOf(change.object);
    const held = owner === undefined ? undefined : this.#held.get(owner);
    if (owner === undefined) return undefined;
    if (held !== undefined) {
      held.set(uid, change);
      return undefined;
    }
    if (!this.#isDrift(change)) return undefined;
    return { owner: parseId(owner), delayMs: this.#delayFor(this.#subjectOf(change.object, owner)) };
  }

  /** A rule that wakes the owners of one kind's objects when they have to be put right. */
  watchRule(kind: KindRef, { preempts }: Required<Pick<WatchRule, 'preempts'>>): WatchRule {
    return {
      id: 'drift',
      kind,
      labelSelector: `${this.#policy.group}/name`,
      as: 'metadata',
      preempts,
      keysFor: (change) => {
        const judged = this.judge(change);
        return judged === undefined ? [] : [{ ...judged.owner, delayMs: judged.delayMs }];
      },
    };
  }

  /** Forgets an owner's objects. */
  forget(owner: ReconcileKey): void {
    const id = idOf(owner);
    for (const [uid, snapshot] of this.#snapshots) if (snapshot.owner === id) this.release(uid);
    this.#held.delete(id);
    this.#repairs.delete(id);
  }

  #isDrift({ object, deleted }: ObjectChange): boolean {
    const { uid = '', resourceVersion = '' } = object.metadata;
    const snapshot = this.#snapshots.get(uid);
    if (snapshot === undefined) return false;
    if (deleted) return true;
    if (this.#hasPassed(object, snapshot.owner) || !isNewer(resourceVersion, snapshot.resourceVersion)) return false;
    return this.#ownedFields(object) !== snapshot.fields || this.#policy.isUnwanted?.(object) === true;
  }

  /** Whether another owner has taken an object; it is that one's until this one applies again. */
  #hasPassed(object: KubeObject, owner: string): boolean {
    if (this.#policy.yieldsToOthers !== true) return false;
    const named = this.#ownerOf(object);
    return named !== undefined && named !== owner;
  }

  /** What the insistence on an object is counted for. */
  #subjectOf({ metadata }: KubeObject, owner: string): string {
    return this.#policy.pace.per === 'owner' ? owner : (metadata.uid ?? '');
  }

  #delayFor(subject: string): number {
    const nowMs = this.#nowMs();
    const before = this.#repairs.get(subject);
    const count = before === undefined || nowMs - before.lastMs > CALM_AFTER_MS ? 1 : before.count + 1;
    this.#repairs.set(subject, { count, lastMs: nowMs });
    // The first ones are answered at once: people try things out.
    return Math.min(MIN_DELAY_MS * 4 ** Math.max(0, count - this.#policy.pace.atOnce), MAX_DELAY_MS);
  }

  #ownedFields({ metadata }: KubeObject): string {
    const own = (metadata.managedFields ?? []).filter((entry) => this.#policy.owns(entry));
    const fields = JSON.stringify(own.map(({ operation, fieldsV1 }) => [operation, fieldsV1]));
    return createHash('sha1').update(fields).digest('base64');
  }

  /** The owner that an object's labels name. */
  #ownerOf({ metadata }: KubeObject): string | undefined {
    const { group } = this.#policy;
    const name = metadata.labels?.[`${group}/name`];
    const namespace = metadata.labels?.[`${group}/namespace`];
    return name === undefined || namespace === undefined ? undefined : idOf({ namespace, name });
  }
}

/** Whether a resource version is later than another: they are decimal numbers of any length. */
function isNewer(version: string, than: string): boolean {
  if (!/^\d+$/.test(version) || !/^\d+$/.test(than)) return version !== than;
  return BigInt(version) > BigInt(than);
}

function idOf({ namespace, name }: ReconcileKey): string {
  return `${namespace}/${name}`;
}

function parseId(id: string): ReconcileKey {
  const slash = id.indexOf('/');
  return { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}
