import type { Trigger } from './controller.js';

/** Thrown out of `context.park` when something newer asks for the object. */
export class Preempted extends Error {
  readonly trigger: Trigger;

  constructor(trigger: Trigger) {
    super(`New reconciliation triggered by ${trigger.kind}/${trigger.namespace ?? ''}/${trigger.name}`);
    this.name = 'Preempted';
    this.trigger = trigger;
  }
}
