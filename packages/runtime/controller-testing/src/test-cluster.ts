import type { ApiServer } from '@gotk/apiserver';
import { createManager, type Manager, type ManagerOptions } from '@gotk/controller-runtime';
import type { EventRequest } from '@gotk/events';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import { withoutDurations } from './object-state.js';
import type { TestServer } from './start-test-server.js';
import { untilObject } from './until-object.js';

export interface TestClusterOptions {
  /** Adds the controllers to be tested. */
  readonly add: (manager: Manager, client: KubeClient) => void;
  /** Of the manager, over those of tests: no jitter, events kept in {@link TestCluster.events}. */
  readonly manager?: Partial<ManagerOptions>;
}

/** An embedded API server with running controllers, and every event that they record. */
export class TestCluster {
  readonly client: KubeClient;
  readonly server: ApiServer;
  readonly manager: Manager;
  readonly events: EventRequest[] = [];
  readonly #api: TestServer;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(api: TestServer, { add, manager = {} }: TestClusterOptions) {
    this.#api = api;
    this.client = api.client;
    this.server = api.server;
    this.manager = createManager({
      client: api.client,
      controllerName: 'test',
      events: { record: (event) => void this.events.push(event), flush: async () => {} },
      intervalJitterPercentage: 0,
      ...manager,
    });
    add(this.manager, api.client);
    this.#running = this.manager.start(this.#stop.signal);
  }

  /** Stops the controllers, then the server. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#api.close();
  }

  /** Applies an object as a person would. */
  applyObject(object: KubeObject): Promise<KubeObject> {
    return this.client.apply(object, { fieldManager: 'test', force: true });
  }

  /** Waits until an object is as wanted; see {@link untilObject}. */
  until<T extends KubeObject>(key: ObjectKey, isWanted: (object: T | undefined) => boolean): Promise<T | undefined> {
    return untilObject(this.client, key, isWanted);
  }

  /** Waits until an object that is or will be there is as wanted. */
  async untilPresent<T extends KubeObject>(key: ObjectKey, isWanted: (object: T) => boolean): Promise<T> {
    const found = await this.until<T>(key, (object) => object !== undefined && isWanted(object));
    if (found === undefined) throw new Error('what is wanted is there');
    return found;
  }

  /** Asks for a reconciliation, and waits until it has been handled. */
  async request(key: ObjectKey, token: string): Promise<void> {
    const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } } };
    await this.client.patch(key, { type: 'merge', body });
    await this.untilPresent<RequestedObject>(key, ({ status }) => status?.lastHandledReconcileAt === token);
  }

  /** `severity reason: message` of the events on objects of a name, durations replaced. */
  eventsOf(name: string): readonly string[] {
    return this.events
      .filter(({ object }) => object.metadata.name === name)
      .map(({ severity, reason, message }) => `${severity} ${reason}: ${withoutDurations(message)}`);
  }
}

interface RequestedObject extends KubeObject {
  readonly status?: { readonly lastHandledReconcileAt?: string };
}
