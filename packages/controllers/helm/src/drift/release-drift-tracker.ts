import { createHash } from 'node:crypto';
import type { ObjectChange, ReconcileKey } from '@gotk/controller-runtime';
import type { KubeObject } from '@gotk/objects';
import { GROUP } from '../group.js';

export interface ReleaseDriftTrackerOptions {
  /** The manager whose fields are watched over. */
  readonly fieldManager: string;
  readonly nowMs: () => number;
}

/** An object as this controller last saw it. */
interface Snapshot {
  readonly owner: string;
  readonly resourceVersion: string;
  /** Digest of the fields that the controller owns. */
  readonly fields: string;
}

/** How often an owner was woken of late. */
interface Alarms {
  readonly count: number;
  readonly lastMs: number;
}

const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 300_000;
const CALM_AFTER_MS = 600_000;

/**
 * Knows from watch events alone whether somebody changed what a release applied: a change of an owned field takes its ownership
 * away, so the managed fields tell. Somebody who insists is answered ever more slowly.
 */
export class ReleaseDriftTracker {
  readonly #options: ReleaseDriftTrackerOptions;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #alarms = new Map<string, Alarms>();
  /** Changes seen while their owner is worked on; judged when that is done. */
  readonly #held = new Map<string, Map<string, ObjectChange>>();

  constructor(options: ReleaseDriftTrackerOptions) {
    this.#options = options;
  }

  /** Notes an object as its owner has just read or written it. */
  observe(owner: ReconcileKey, object: KubeObject): void {
    const { uid, resourceVersion, deletionTimestamp } = object.metadata;
    if (uid === undefined || resourceVersion === undefined || deletionTimestamp !== undefined) return;
    if (ownerOf(object) !== idOf(owner)) return;
    this.#snapshots.set(uid, { owner: idOf(owner), resourceVersion, fields: this.#ownedFields(object) });
  }

  /** Notes that an object is about to be deleted by its owner. */
  release(uid: string): void {
    this.#snapshots.delete(uid);
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
    return held.some((change) => this.#isDrift(change)) ? this.#delayFor(idOf(owner)) : undefined;
  }

  /**
   * Judges a change.
   * @returns the owner to wake and after how long; `undefined` when there is nothing to look at.
   */
  judge(change: ObjectChange): { readonly owner: ReconcileKey; readonly delayMs: number } | undefined {
    const { uid = '' } = change.object.metadata;
    const owner = this.#snapshots.get(uid)?.owner;
    if (owner === undefined) return undefined;
    const held = this.#held.get(owner);
    if (held !== undefined) {
      held.set(uid, change);
      return undefined;
    }
    return this.#isDrift(change) ? { owner: parseId(owner), delayMs: this.#delayFor(owner) } : undefined;
  }

  /** Forgets an owner's objects. */
  forget(owner: ReconcileKey): void {
    for (const [uid, snapshot] of this.#snapshots) if (snapshot.owner === idOf(owner)) this.release(uid);
    this.#held.delete(idOf(owner));
    this.#alarms.delete(idOf(owner));
  }

  #isDrift({ object, deleted }: ObjectChange): boolean {
    const { uid = '', resourceVersion = '' } = object.metadata;
    const snapshot = this.#snapshots.get(uid);
    if (snapshot === undefined) return false;
    if (deleted) return true;
    return isNewer(resourceVersion, snapshot.resourceVersion) && this.#ownedFields(object) !== snapshot.fields;
  }

  #delayFor(owner: string): number {
    const nowMs = this.#options.nowMs();
    const before = this.#alarms.get(owner);
    const count = before === undefined || nowMs - before.lastMs > CALM_AFTER_MS ? 1 : before.count + 1;
    this.#alarms.set(owner, { count, lastMs: nowMs });
    // The first few are answered at once: people try things out.
    return Math.min(MIN_DELAY_MS * 4 ** Math.max(0, count - 3), MAX_DELAY_MS);
  }

  #ownedFields({ metadata }: KubeObject): string {
    const own = (metadata.managedFields ?? []).filter(
      ({ manager, subresource = '' }) => manager === this.#options.fieldManager && subresource === '',
    );
    const fields = JSON.stringify(own.map(({ operation, fieldsV1 }) => [operation, fieldsV1]));
    return createHash('sha1').update(fields).digest('base64');
  }
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
