import type { Transport } from '@gotk/kube-client';
import type { ApiCore } from '../core/api-core.js';
import type { ObjectChange } from '../storage/object-record.js';
import { ControllerClient } from './controller-client.js';
import { KeyedQueue } from './keyed-queue.js';

/** Something that runs beside the server and keeps objects in order. */
export interface Controller {
  close(): Promise<void>;
}

/** What controllers work with. */
export interface ControllerContext {
  readonly core: ApiCore;
  /** As a cluster administrator. */
  readonly admin: Transport;
}

/** A client under the name of a controller, which becomes the manager of the fields it writes. */
export function controllerClient({ admin }: ControllerContext, name = 'kube-controller-manager'): ControllerClient {
  return new ControllerClient(admin, name);
}

/** Which keys of its own a controller has to look at after a change; nothing for most. */
export type KeysOf = (change: ObjectChange) => readonly string[];

export interface QueueParts {
  readonly context: ControllerContext;
  readonly work: (key: string) => Promise<void>;
  /** The collections to follow, and what their changes mean. */
  readonly follow: Readonly<Record<string, KeysOf>>;
}

/** A controller with a queue, fed by the objects that are there and by every change. */
export function queueController({ context, work, follow }: QueueParts): Controller & { readonly queue: KeyedQueue } {
  const queue = new KeyedQueue(work);
  const { store } = context.core;
  const ends = Object.entries(follow).map(([collection, keysOf]) => {
    const handle = (change: ObjectChange): void => {
      for (const key of keysOf(change)) queue.add(key);
    };
    for (const record of store.scan(collection)) handle({ type: 'created', collection, record });
    return store.log(collection).follow(handle, () => undefined);
  });
  return {
    queue,
    close: async () => {
      for (const end of ends) end();
      await queue.close();
    },
  };
}

/** The key of what changed. */
export const ownKey: KeysOf = ({ record }) => [record.key];
