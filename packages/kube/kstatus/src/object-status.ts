/** How far an object is from what its spec asks for. */
export type Status = 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'NotFound' | 'Unknown';

/** A condition that says why an object is not current. */
export interface StatusCondition {
  readonly type: 'Reconciling' | 'Stalled';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** The computed status of one object. */
export interface ObjectStatus {
  readonly status: Status;
  readonly message: string;
  readonly conditions: readonly StatusCondition[];
}

/** The object is as its spec asks. */
export function current(message: string): ObjectStatus {
  return { status: 'Current', message, conditions: [] };
}

/** The object is on its way. */
export function inProgress(reason: string, message: string): ObjectStatus {
  return { status: 'InProgress', message, conditions: [{ type: 'Reconciling', status: 'True', reason, message }] };
}

/** The object will not get there by itself. */
export function failed(reason: string, message: string, conditionMessage = message): ObjectStatus {
  return {
    status: 'Failed',
    message,
    conditions: [{ type: 'Stalled', status: 'True', reason, message: conditionMessage }],
  };
}
