import { createKubeClient } from '@gotk/kube-client';
import { fieldOf } from '@gotk/objects';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeaseHolder } from './leader-election.js';
import { silentLogger } from './logger.js';
import { ManualClock, settle } from './testing/manual-clock.js';
import { MemoryApi } from './testing/memory-api.js';

let api: MemoryApi;
let clock: ManualClock;

beforeEach(() => {
  api = new MemoryApi();
  clock = new ManualClock();
});

function holder(identity: string): LeaseHolder {
  return new LeaseHolder({
    client: createKubeClient(api),
    clock,
    random: () => 0,
    log: silentLogger,
    namespace: 'flux-system',
    name: 'lease',
    identity,
    leaseDurationMs: 35_000,
    renewDeadlineMs: 30_000,
    retryPeriodMs: 5_000,
    releaseOnCancel: true,
  });
}

function held(): readonly unknown[] {
  const lease = api.get('Lease', 'lease');
  return [fieldOf(lease, 'spec', 'holderIdentity'), fieldOf(lease, 'spec', 'leaseTransitions')];
}

/** Starts to acquire; tells whether it is held by now. */
function acquire(
  identity: string,
  signal: AbortSignal,
): { readonly lease: LeaseHolder; readonly isHeld: () => boolean } {
  const lease = holder(identity);
  let isHeld = false;
  void lease.acquire(signal).then((result) => {
    isHeld = result;
  });
  return { lease, isHeld: () => isHeld };
}

describe('a lease', () => {
  it('is taken at once when nobody holds it', async () => {
    const stop = new AbortController();
    const { isHeld } = acquire('one', stop.signal);
    await settle();
    expect([isHeld(), ...held()]).toEqual([true, 'one', 0]);
    expect(fieldOf(api.get('Lease', 'lease'), 'spec')).toMatchObject({
      leaseDurationSeconds: 35,
      renewTime: '2024-01-01T00:00:00.000000Z',
    });
  });

  it('stays with its holder while that renews, and goes to another when it no longer does', async () => {
    const first = new AbortController();
    const one = acquire('one', first.signal);
    await settle();
    const kept = one.lease.keep(first.signal);
    const two = acquire('two', new AbortController().signal);
    await clock.advance(120_000);
    expect([two.isHeld(), ...held()]).toEqual([false, 'one', 0]);
    api.intercept = ({ method, body }) =>
      method === 'PUT' && fieldOf(body, 'spec', 'holderIdentity') === 'one' ? { status: 500 } : undefined;
    const lost = expect(kept).rejects.toThrow('leader election lost');
    await clock.advance(60_000);
    await lost;
    expect([two.isHeld(), ...held()]).toEqual([true, 'two', 1]);
  });

  it('is given back on a clean stop, so that the next need not wait', async () => {
    const first = new AbortController();
    const one = acquire('one', first.signal);
    await settle();
    const kept = one.lease.keep(first.signal);
    first.abort();
    await kept;
    expect(held()[0]).toBe('');
    const two = acquire('two', new AbortController().signal);
    await settle();
    expect([two.isHeld(), held()[0]]).toEqual([true, 'two']);
  });

  it('is not waited for after a stop', async () => {
    acquire('one', new AbortController().signal);
    await settle();
    const stop = new AbortController();
    const result = holder('two').acquire(stop.signal);
    await settle();
    stop.abort();
    expect(await result).toBe(false);
  });
});
