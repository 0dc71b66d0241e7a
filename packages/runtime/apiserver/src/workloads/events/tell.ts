import { fieldOf, type KubeObject } from '@gotk/objects';
import { timestamp, type WorkloadContext } from '../workload-context.js';

/** What happened to an object. */
export interface Told {
  readonly reason: string;
  readonly message: string;
  /** The controller that tells it. */
  readonly component: string;
  readonly type?: 'Normal' | 'Warning';
}

/** Who tells. */
export type Teller = Pick<WorkloadContext, 'client' | 'now' | 'signal'>;

const MAX_REMEMBERED = 2000;
const remembered = new WeakMap<Teller, Map<string, string>>();
let counter = 0;

/** Tells of an object in an Event; what was told before is counted. An Event that cannot be written is lost. */
export async function tell(context: Teller, object: KubeObject, told: Told): Promise<void> {
  const { reason, message, component } = told;
  const known = remembered.get(context) ?? new Map<string, string>();
  remembered.set(context, known);
  const key = [object.metadata.uid, reason, message, component].join('\0');
  try {
    const name = known.get(key);
    if (name === undefined || !(await countAgain(context, object, name))) {
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(key, await create(context, object, told));
    }
  } catch {
    known.delete(key);
  }
}

async function countAgain(context: Teller, { metadata }: KubeObject, name: string): Promise<boolean> {
  const key = { apiVersion: 'v1', kind: 'Event', namespace: metadata.namespace ?? 'default', name };
  const event = await context.client.find(key, {}, context.signal);
  if (event === undefined) return false;
  const body = { count: Number(fieldOf(event, 'count') ?? 1) + 1, lastTimestamp: timestamp(context) };
  await context.client.patch(key, { type: 'merge', body }, { fieldManager: 'kube-controller-manager' }, context.signal);
  return true;
}

/** Nanoseconds, as Kubernetes has them in the names of Events; a counter keeps those of one millisecond apart. */
function eventTime(context: Teller): string {
  return (BigInt(context.now().getTime()) * 1_000_000n + BigInt(counter++ % 1_000_000)).toString(16);
}

async function create(
  context: Teller,
  { apiVersion, kind, metadata }: KubeObject,
  { reason, message, component, type = 'Normal' }: Told,
): Promise<string> {
  const now = timestamp(context);
  const namespace = metadata.namespace ?? 'default';
  const name = `${metadata.name ?? ''}.${eventTime(context)}`;
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: {
      apiVersion,
      kind,
      name: metadata.name ?? '',
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      uid: metadata.uid ?? '',
      ...(metadata.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion }),
    },
    reason,
    message,
    source: { component },
    reportingComponent: component,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
  };
  await context.client.create(event, { fieldManager: 'kube-controller-manager' }, context.signal);
  return name;
}
