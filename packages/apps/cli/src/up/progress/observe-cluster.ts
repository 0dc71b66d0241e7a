import type { Informer, Informers } from '@gotk/controller-runtime';
import { fluxKinds, type KindInfo } from '@gotk/flux-types';
import { type Inventory, keysIn } from '@gotk/inventory';
import { fieldOf, type KindRef, type KubeObject, type ObjectKey } from '@gotk/objects';
import type { ClusterView } from './build-progress.js';

/** The cluster as it is known from watches. */
export interface ClusterObserver {
  /** Resolves when every kind of Flux has been listed. */
  whenSynced(signal: AbortSignal): Promise<void>;
  view(nowMs: number): ClusterView;
}

export interface ObserveOptions {
  readonly informers: Informers;
  /** Kinds that a controller of this process reconciles. */
  readonly handledKinds: ReadonlySet<string>;
  /** Whether an object has yet to answer a request. */
  readonly isPending: (object: KubeObject) => boolean;
  /** Called for every change, often many times in a row. */
  readonly onChange: () => void;
}

const FLUX_GROUPS = /\.fluxcd\.io$/;

/** Watches the objects of Flux and, kind by kind, whatever their inventories name. */
export function observeCluster({ informers, handledKinds, isPending, onChange }: ObserveOptions): ClusterObserver {
  const watched = new Map<string, Informer>();
  const watch = (kind: KindRef): Informer => {
    const id = `${kind.apiVersion}/${kind.kind}`;
    const known = watched.get(id);
    if (known !== undefined) return known;
    const informer = informers.get({ kind });
    watched.set(id, informer);
    informer.onChange(onChange);
    return informer;
  };
  const flux = fluxKinds.filter(({ group }) => FLUX_GROUPS.test(group)).map((info) => watch(refOf(info)));
  return {
    whenSynced: async (signal) => {
      await Promise.all(flux.map((informer) => informer.whenSynced(signal)));
    },
    view: (nowMs) => {
      const objects = flux.flatMap((informer) => informer.lister.list());
      for (const kind of appliedKinds(objects)) watch(kind);
      return {
        flux: objects,
        find: (key) => watch(key).lister.get(key),
        isHandled: (kind) => handledKinds.has(kind),
        isPending,
        nowMs,
      };
    },
  };
}

function refOf({ group, version, kind }: KindInfo): KindRef {
  return { apiVersion: `${group}/${version}`, kind };
}

function appliedKinds(objects: readonly KubeObject[]): readonly ObjectKey[] {
  return objects.flatMap((object) => {
    const inventory = fieldOf(object, 'status', 'inventory');
    // The schema of the kind has checked the entries.
    return Array.isArray(fieldOf(inventory, 'entries')) ? keysIn(inventory as unknown as Inventory) : [];
  });
}
