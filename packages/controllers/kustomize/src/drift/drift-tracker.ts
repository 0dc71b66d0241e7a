import { createHash } from 'node:crypto';
import type { ObjectChange, ReconcileKey } from '@gotk/controller-runtime';
import { fieldOf, type KubeObject, type ManagedFieldsEntry } from '@gotk/objects';
import { GROUP } from '../group.js';

export interface DriftTrackerOptions {
  /** The manager whose fields are watched over. */
  readonly fieldManager: string;
  /** Whether a manager is one whose changes are always undone. */
  readonly isDisplaced: (entry: ManagedFieldsEntry) => boolean;
  readonly nowMs: () => number;
}

/** An object as it was when this controller last saw it in order. */
interface Snapshot {
  readonly owner: string;
  readonly resourceVersion: string;
  /** Digest of the fields that the controller owns. */
  readonly fields: string;
}

/** How often an object was put right of late. */
interface Repairs {
  readonly count: number;
  readonly lastMs: number;
}

const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 300_000;
const CALM_AFTER_MS = 600_000;

/**
 * Knows from watch events alone whether somebody changed what this controller applied: a change of an owned field takes
 * its ownership away, so the managed fields tell. Somebody who insists is answered ever more slowly.
 */
export class DriftTracker {
  readonly #options: DriftTrackerOptions;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #repairs = new Map<string, Repairs>();
  /** Changes seen while their owner is applied; judged when it is done. */
  readonly #held = new Map<string, Map<string, ObjectChange>>();

  constructor(options: DriftTrackerOptions) {
    this.#options = options;
  }

  /** Notes an object that is in order. Objects that are left to others are not watched over. */
  observe(owner: ReconcileKey, object: KubeObject): void {
    const { uid, resourceVersion, deletionTimestamp } = object.metadata;
    if (uid === undefined || resourceVersion === undefined || deletionTimestamp !== undefined) return;
    if (ownerOf(object) !== idOf(owner) || isLeftAlone(object) || isShortLived(object)) return;
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
   * @returns after how long the owner should look again; `undefined` when nothing changed but by itself.
   */
  judgeHeld(owner: ReconcileKey): number | undefined {
    const held = [...(this.#held.get(idOf(owner))?.values() ?? [])];
    this.#held.delete(idOf(owner));
    const delays = held.filter((change) => this.#isDrift(change)).map((change) => this.#delayFor(change.object));
    return delays.length === 0 ? undefined : Math.min(...delays);
  }

  /**
   * Judges a change.
   * @returns the owner to wake and after how long; `undefined` when nothing has to be put right.
   */
  judge(change: ObjectChange): { readonly owner: ReconcileKey; readonly delayMs: number } | undefined {
    const { uid = '' } = change.object.metadata;
    const owner = this.#snapshots.get(uid)?.owner ?? ownerOf(change.object);
    const held = owner === undefined ? undefined : this.#held.get(owner);
    if (owner === undefined) return undefined;
    if (held !== undefined) {
      held.set(uid, change);
      return undefined;
    }
    if (!this.#isDrift(change)) return undefined;
    return { owner: parseId(owner), delayMs: this.#delayFor(change.object) };
  }

  /** Forgets an owner's objects. */
  forget(owner: ReconcileKey): void {
    for (const [uid, snapshot] of this.#snapshots) if (snapshot.owner === idOf(owner)) this.release(uid);
    this.#held.delete(idOf(owner));
  }

  #isDrift({ object, deleted }: ObjectChange): boolean {
    const { uid = '', resourceVersion = '' } = object.metadata;
    const snapshot = this.#snapshots.get(uid);
    if (snapshot === undefined) return false;
    if (deleted) return true;
    const owner = ownerOf(object);
    // Another Kustomization has taken it; it is that one's now until this one applies again.
    if (owner !== undefined && owner !== snapshot.owner) return false;
    if (!isNewer(resourceVersion, snapshot.resourceVersion)) return false;
    return this.#ownedFields(object) !== snapshot.fields || this.#hasDisplacedManager(object);
  }

  #delayFor({ metadata }: KubeObject): number {
    const { uid = '' } = metadata;
    const nowMs = this.#options.nowMs();
    const before = this.#repairs.get(uid);
    const count = before === undefined || nowMs - before.lastMs > CALM_AFTER_MS ? 1 : before.count + 1;
    this.#repairs.set(uid, { count, lastMs: nowMs });
    // The first two are answered at once: people try things out.
    return Math.min(MIN_DELAY_MS * 4 ** Math.max(0, count - 2), MAX_DELAY_MS);
  }

  #ownedFields({ metadata }: KubeObject): string {
    const own = (metadata.managedFields ?? []).filter(
      ({ manager, operation, subresource = '' }) =>
        manager === this.#options.fieldManager && operation === 'Apply' && subresource === '',
    );
    const fields = JSON.stringify(own.map(({ fieldsV1 }) => fieldsV1));
    return createHash('sha1').update(fields).digest('base64');
  }

  #hasDisplacedManager({ metadata }: KubeObject): boolean {
    const { labels = {}, annotations = {} } = metadata;
    const merges = [labels[SSA], annotations[SSA]].some((mode) => mode?.toLowerCase() === 'merge');
    return !merges && (metadata.managedFields ?? []).some(this.#options.isDisplaced);
  }
}

const SSA = `${GROUP}/ssa`;
const RECONCILE = `${GROUP}/reconcile`;

/** Whether an object asks not to be applied again. */
function isLeftAlone({ metadata }: KubeObject): boolean {
  const { labels = {}, annotations = {} } = metadata;
  return [labels, annotations].some((texts) => {
    const mode = texts[SSA]?.toLowerCase();
    return mode === 'ignore' || mode === 'ifnotpresent' || texts[RECONCILE]?.toLowerCase() === 'disabled';
  });
}

/** Jobs that clean themselves up: that one is gone does not mean that it has to run again. */
function isShortLived({ kind, ...fields }: KubeObject): boolean {
  return kind === 'Job' && typeof fieldOf(fields, 'spec', 'ttlSecondsAfterFinished') === 'number';
}

/** The owner that an object's labels name. */
function ownerOf({ metadata }: KubeObject): string | undefined {
  const name = metadata.labels?.[`${GROUP}/name`];
  const namespace = metadata.labels?.[`${GROUP}/namespace`];
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
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
