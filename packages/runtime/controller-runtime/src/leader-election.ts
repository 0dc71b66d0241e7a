import { isApiError, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { Clock } from './clock.js';
import type { Logger } from './logger.js';
import { sleep } from './sleep.js';

export interface LeaseOptions {
  readonly client: Pick<KubeClient, 'find' | 'create' | 'replace'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly namespace: string;
  readonly name: string;
  /** Who holds the lease. */
  readonly identity: string;
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
  readonly releaseOnCancel: boolean;
}

const LEASE = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' } as const;
const RETRY_JITTER = 1.2;

/** Holds a Lease as client-go does, so that either may follow the other. */
export class LeaseHolder {
  readonly #options: LeaseOptions;
  /** The lease as last seen, and when it was seen to change: a holder's clock is never compared with ours. */
  #observed: KubeObject | undefined;
  #observedAtMs = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Resolves when the lease is held, or the signal aborts. @returns whether it is held. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    const { retryPeriodMs, random, clock, log, namespace, name } = this.#options;
    log.info(`attempting to acquire leader lease ${namespace}/${name}...`);
    while (!signal.aborted) {
      if (await this.#tryHold(signal)) {
        log.info(`successfully acquired lease ${namespace}/${name}`);
        return true;
      }
      await sleep(retryPeriodMs * (1 + random() * RETRY_JITTER), clock, signal);
    }
    return false;
  }

  /**
   * Renews until the signal aborts; then gives the lease back if told so.
   * @throws when it could not be renewed in time.
   */
  async keep(signal: AbortSignal): Promise<void> {
    const { clock, renewDeadlineMs, retryPeriodMs } = this.#options;
    let renewedAtMs = clock.nowMs();
    while (!signal.aborted) {
      await sleep(retryPeriodMs, clock, signal);
      if (signal.aborted) break;
      if (await this.#tryHold(signal)) renewedAtMs = clock.nowMs();
      else if (clock.nowMs() - renewedAtMs >= renewDeadlineMs) throw new Error('leader election lost');
    }
    await this.#release();
  }

  async #tryHold(signal: AbortSignal): Promise<boolean> {
    const { client, namespace, name, log } = this.#options;
    try {
      const lease = await client.find({ ...LEASE, namespace, name }, undefined, signal);
      this.#observe(lease);
      if (lease !== undefined && !this.#mayTake(lease)) return false;
      const desired = this.#leaseHeldAfter(lease);
      this.#observe(
        lease === undefined ? await client.create(desired, {}, signal) : await client.replace(desired, {}, signal),
      );
      return true;
    } catch (error) {
      if (!signal.aborted && !isApiError(error, 'Conflict', 'AlreadyExists')) {
        log.error('error retrieving resource lock', { error: error instanceof Error ? error.message : String(error) });
      }
      return false;
    }
  }

  #observe(lease: KubeObject | undefined): void {
    if (this.#observed?.metadata.resourceVersion === lease?.metadata.resourceVersion) return;
    this.#observed = lease;
    this.#observedAtMs = this.#options.clock.nowMs();
  }

  #mayTake(lease: KubeObject): boolean {
    const holder = fieldOf(lease, 'spec', 'holderIdentity');
    if (holder === undefined || holder === '' || holder === this.#options.identity) return true;
    const seconds = fieldOf(lease, 'spec', 'leaseDurationSeconds');
    const durationMs = typeof seconds === 'number' ? seconds * 1000 : this.#options.leaseDurationMs;
    return this.#options.clock.nowMs() >= this.#observedAtMs + durationMs;
  }

  #leaseHeldAfter(before: KubeObject | undefined): KubeObject {
    const { namespace, name, identity, leaseDurationMs, clock } = this.#options;
    const now = renderMicroTime(clock.nowMs());
    const ours = fieldOf(before, 'spec', 'holderIdentity') === identity;
    const transitions = Number(fieldOf(before, 'spec', 'leaseTransitions') ?? 0);
    return {
      ...LEASE,
      metadata: before?.metadata ?? { namespace, name },
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: Math.round(leaseDurationMs / 1000),
        acquireTime: ours ? fieldOf(before, 'spec', 'acquireTime') : now,
        renewTime: now,
        leaseTransitions: before === undefined || ours ? transitions : transitions + 1,
      },
    };
  }

  /** Lets the next holder begin at once. */
  async #release(): Promise<void> {
    const { releaseOnCancel, client, identity, clock, log } = this.#options;
    const lease = this.#observed;
    if (!releaseOnCancel || lease === undefined || fieldOf(lease, 'spec', 'holderIdentity') !== identity) return;
    const now = renderMicroTime(clock.nowMs());
    const spec = {
      holderIdentity: '',
      leaseDurationSeconds: 1,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: fieldOf(lease, 'spec', 'leaseTransitions') ?? 0,
    };
    try {
      await client.replace({ ...lease, spec });
    } catch (error) {
      log.error('Failed to release lock', { error: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** RFC 3339 with microseconds, as Lease times are written. */
function renderMicroTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '000Z');
}
