import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { type LogFilter, renderLogLine } from './log-line.js';

const PART_OF_FLUX = 'app.kubernetes.io/part-of=flux';
const CONTAINER = 'manager';

/** Prints the logs of the controllers in the cluster, a line each, filtered. */
export async function runLogs(context: CommandContext): Promise<void> {
  const { args, flags } = context;
  if (args.length > 0) throw new Error('no argument required');
  const namespace = flags.text('flux-namespace');
  const client = await context.client();
  const pods = await findPods(client, namespace, context.signal);
  if (pods.length === 0) throw new Error(`no Flux pods found in namespace ${JSON.stringify(namespace)}`);
  const query = logQuery(context);
  const print = (pod: KubeObject): Promise<boolean> => printLog(pod, query, context);
  const results = flags.flag('follow') ? await Promise.all(pods.map(print)) : await inOrder(pods, print);
  if (results.includes(false) && !flags.flag('follow')) throw new Error('failed to collect logs from all Flux pods');
}

/** One pod for each Deployment that is part of Flux, a running one if there is one. */
async function findPods(client: KubeClient, namespace: string, signal: AbortSignal): Promise<readonly KubeObject[]> {
  const deployments = await client.list(
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { namespace, labelSelector: PART_OF_FLUX },
    signal,
  );
  const pods: KubeObject[] = [];
  for (const deployment of deployments.items) {
    const labels = fieldOf(deployment, 'spec', 'template', 'metadata', 'labels') ?? {};
    const labelSelector = Object.entries(labels)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(',');
    const found = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector }, signal);
    const running = found.items.find((pod) => fieldOf(pod, 'status', 'phase') === 'Running') ?? found.items[0];
    if (running !== undefined) pods.push(running);
  }
  return pods;
}

function logQuery({ flags }: CommandContext): Readonly<Record<string, string>> {
  const sinceTime = flags.text('since-time');
  const sinceMs = flags.durationMs('since');
  if (sinceTime !== '' && sinceMs !== 0) {
    throw new Error('at most one of `sinceTime` or `sinceDuration` may be specified');
  }
  if (sinceTime !== '' && Number.isNaN(Date.parse(sinceTime))) {
    throw new Error(`${sinceTime} is not a valid (RFC3339) time`);
  }
  return {
    ...(flags.flag('follow') ? { follow: 'true' } : {}),
    ...(flags.number('tail') > -1 ? { tailLines: flags.text('tail') } : {}),
    ...(sinceTime === '' ? {} : { sinceTime }),
    ...(sinceMs === 0 ? {} : { sinceSeconds: String(Math.round(sinceMs / 1000)) }),
  };
}

async function inOrder<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}

/** @returns whether the log could be read. */
async function printLog(
  pod: KubeObject,
  query: Readonly<Record<string, string>>,
  context: CommandContext,
): Promise<boolean> {
  const { namespace = '', name = '' } = pod.metadata;
  const containers = fieldOf(pod, 'spec', 'containers');
  const container = Array.isArray(containers) && containers.length > 1 ? { container: CONTAINER } : {};
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/log`;
  const client = await context.client();
  const stream = await client.rawStream({ method: 'GET', path, query: { ...query, ...container } }, context.signal);
  if (stream.status >= 300) {
    context.io.stderr(`failed getting logs: ${String(fieldOf(stream.error, 'message') ?? stream.status)}\n`);
    return false;
  }
  await printLines(stream.events, context);
  return true;
}

async function printLines(chunks: AsyncIterable<unknown>, context: CommandContext): Promise<void> {
  const filter = filterOf(context);
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) printLine(line, filter, context);
  }
  if (rest !== '') printLine(rest, filter, context);
}

function filterOf({ flags, namespace }: CommandContext): LogFilter {
  return {
    level: flags.text('level'),
    kind: flags.text('kind'),
    name: flags.text('name'),
    namespace: flags.flag('all-namespaces') ? undefined : namespace,
  };
}

function printLine(line: string, filter: LogFilter, { io, log }: CommandContext): void {
  try {
    const text = renderLogLine(line, filter);
    if (text !== undefined) io.stdout(`${text}\n`);
  } catch (error) {
    log.failure(`parse error: ${error instanceof Error ? error.message : String(error)}`);
  }
}
