import { isApiError } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseYaml } from '@gotk/yaml';
import type { ReleaseHook } from '../storage/release.js';
import type { ActionContext } from './action-context.js';

const MAX_LOG_LINES = 20;
const POD = { apiVersion: 'v1', kind: 'Pod' } as const;

/** Logs the last lines of a hook's pods where its output policy asks for them; what cannot be had is left out. */
export async function collectHookLogs(
  hook: ReleaseHook,
  policy: 'hook-succeeded' | 'hook-failed',
  { context, namespace }: { readonly context: ActionContext; readonly namespace: string },
): Promise<void> {
  if (!hook.outputLogPolicies.includes(policy)) return;
  const scope = scopeOf(hook, namespace);
  if (scope === undefined) return;
  try {
    const { items } = await context.client.list(POD, scope, context.signal);
    for (const pod of items) await readPodLogs(pod, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isApiError(error)) throw error;
  }
}

function scopeOf(
  { kind, name, manifest }: ReleaseHook,
  namespace: string,
): { readonly namespace: string; readonly labelSelector?: string; readonly fieldSelector?: string } | undefined {
  const own = fieldOf(parseYaml(manifest), 'metadata', 'namespace');
  const place = { namespace: typeof own === 'string' && own !== '' ? own : namespace };
  if (kind === 'Job') return { ...place, labelSelector: `job-name=${name}` };
  return kind === 'Pod' ? { ...place, fieldSelector: `metadata.name=${name}` } : undefined;
}

async function readPodLogs(pod: KubeObject, { client, logger, signal }: ActionContext): Promise<void> {
  const { namespace = '', name = '' } = pod.metadata;
  const containers = fieldOf(pod, 'spec', 'containers');
  for (const item of Array.isArray(containers) ? containers : []) {
    const container = String(fieldOf(item, 'name') ?? '');
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/log`;
    const query = { container, tailLines: String(MAX_LOG_LINES) };
    const response = await client.raw({ method: 'GET', path, query }, signal).catch(() => undefined);
    if (response?.status !== 200 || typeof response.body !== 'string') continue;
    // Not into events: a hook may print what nobody else should read.
    logger.info('hook output', { namespace, pod: name, container, output: response.body.trim() });
  }
}
