import { Halt, type HaltOptions } from '@gotk/controller-runtime';

export interface SettledHaltOptions extends HaltOptions {
  /** Whether the generation counts as observed. @default for `stalled` */
  readonly observed?: boolean;
}

/** Ends a reconciliation whose conditions and events have been told already. */
export class SettledHalt extends Halt {
  readonly observed: boolean;

  constructor({ observed, ...options }: SettledHaltOptions) {
    super({ event: false, ...options });
    this.observed = observed ?? options.kind === 'stalled';
  }
}
