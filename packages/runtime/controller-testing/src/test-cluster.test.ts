import type { ControllerDefinition, ReconcileContext } from '@gotk/controller-runtime';
import { Dependencies } from '@gotk/dependencies';
import { type DriftPolicy, DriftTracker, watchDrift } from '@gotk/drift-watch';
import type { DependencyReference } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { TenantClients } from '@gotk/tenancy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionsOf, isReady, isSettled } from './object-state.js';
import { startTestServer } from './start-test-server.js';
import { TestCluster } from './test-cluster.js';

// A controller as somebody else would write one: a Greeting becomes a ConfigMap, as the tenant's account.
const GROUP = 'example.com';
const GREETING = { apiVersion: `${GROUP}/v1`, kind: 'Greeting' } as const;
const MANAGER = 'greeting-controller';

interface Greeting extends KubeObject {
  readonly spec: {
    readonly text: string;
    readonly serviceAccountName?: string;
    readonly dependsOn?: readonly DependencyReference[];
  };
}

function greetingController(client: KubeClient): ControllerDefinition<Greeting> {
  const dependencies = new Dependencies<Greeting>({
    kind: GREETING,
    requeueDependencyMs: 60_000,
    isAdditive: false,
    wording: { missing: (name) => `dependency '${name}' not found`, waiting: (problem) => problem },
  });
  const policy: DriftPolicy = {
    group: GROUP,
    owns: ({ manager, operation }) => manager === MANAGER && operation === 'Apply',
    pace: { per: 'object', atOnce: 2 },
  };
  const drift = new DriftTracker({ policy, nowMs: Date.now });
  const clients = new TenantClients<Greeting>({
    client,
    wording: { missingReference: 'no kubeconfig', unreadableSecret: (name, error) => `${name}: ${error}` },
  });

  async function reconcile(context: ReconcileContext<Greeting>): Promise<{ readonly requeueAfterMs: number }> {
    const { object, key, status, step, signal } = context;
    await step('dependencies', 'DependencyNotReady', () =>
      dependencies.require(context, (each) => (isReady(each) ? undefined : `${each.metadata.name} is not ready`)),
    );
    const tenant = await step('client', 'Failed', () => clients.clientFor(object, signal));
    const watch = watchDrift(context, { drift, client: tenant.client, preempts: false });
    const labels = { [`${GROUP}/name`]: key.name, [`${GROUP}/namespace`]: key.namespace };
    const data = { text: object.spec.text };
    const wanted = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...key, labels }, data };
    await step('apply', 'ApplyFailed', () =>
      watch.client.apply(wanted, { fieldManager: MANAGER, force: true }, signal),
    );
    watch.settle([wanted]);
    status.mark({ type: 'Ready', status: 'True', reason: 'Greeted', message: `said ${object.spec.text}` });
    return { requeueAfterMs: 3_600_000 };
  }

  return {
    kind: GREETING,
    controllerName: MANAGER,
    fieldOwner: MANAGER,
    ownedConditions: ['Ready', 'Reconciling', 'Stalled'],
    watches: (scope) => [dependencies.watchRule(scope, (_dependent, dependency) => isReady(dependency))],
    reconcile,
    forget: (key) => {
      dependencies.forget(key);
      drift.forget(key);
    },
    close: () => clients.close(),
  };
}

const CRD: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `greetings.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { kind: 'Greeting', listKind: 'GreetingList', plural: 'greetings', singular: 'greeting' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

let cluster: TestCluster;

beforeEach(async () => {
  const api = await startTestServer({ crds: [CRD] });
  cluster = new TestCluster(api, { add: (manager, client) => manager.add(greetingController(client)) });
});

afterEach(() => cluster.close());

const keyOf = (name: string) => ({ ...GREETING, namespace: 'ns', name });

function greet(name: string, spec: Greeting['spec']): Promise<KubeObject> {
  return cluster.applyObject({ ...GREETING, metadata: { namespace: 'ns', name }, spec });
}

function textOf(object: KubeObject | undefined): unknown {
  return fieldOf(object, 'data', 'text');
}

describe('a controller made of the packages', () => {
  it('becomes ready, and tells so', async () => {
    await greet('app', { text: 'hello' });
    const settled = await cluster.untilPresent(keyOf('app'), (object) => isSettled(object));
    expect(conditionsOf(settled)).toEqual(['Ready=True Greeted: said hello']);
  });

  it('waits for its dependency, and goes on at once', async () => {
    await greet('late', { text: 'second', dependsOn: [{ name: 'early' }] });
    const waiting = await cluster.untilPresent(keyOf('late'), (object) => isSettled(object));
    expect(conditionsOf(waiting)).toContain("Ready=False DependencyNotReady: dependency 'ns/early' not found");
    await greet('early', { text: 'first' });
    await cluster.untilPresent(keyOf('late'), isReady);
  });

  it('puts right what somebody else changes or deletes', async () => {
    const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'app' };
    await greet('app', { text: 'hello' });
    await cluster.untilPresent(keyOf('app'), isReady);
    await cluster.client.patch(key, { type: 'merge', body: { data: { text: 'changed' } } });
    await cluster.untilPresent(key, (object) => textOf(object) === 'hello');
    await cluster.client.delete(key);
    await cluster.until(key, (object) => textOf(object) === 'hello');
  });

  it('may do as a tenant only what that may do', async () => {
    await greet('app', { text: 'hello', serviceAccountName: 'nobody' });
    const failed = await cluster.untilPresent(keyOf('app'), (object) => isSettled(object));
    expect(conditionsOf(failed)[0]).toMatch(/Ready=False ApplyFailed: .*system:serviceaccount:ns:nobody" cannot patch/);
    expect(cluster.eventsOf('app')[0]).toMatch(/^error ApplyFailed: /);
  });

  it('handles what is asked of it', async () => {
    await greet('app', { text: 'hello' });
    await cluster.untilPresent(keyOf('app'), isReady);
    await cluster.request(keyOf('app'), 'now');
  });
});
