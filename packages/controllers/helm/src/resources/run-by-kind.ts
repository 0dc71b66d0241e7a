import type { Resource } from './resource.js';

/**
 * Runs `work` for all resources, those of one kind in a row at once, and waits for a kind before it begins the next.
 * @returns what failed, in the order of the resources.
 */
export async function runByKind(
  resources: readonly Resource[],
  work: (resource: Resource) => Promise<void>,
): Promise<readonly Error[]> {
  const failures: Error[] = [];
  for (const batch of batchesOf(resources)) {
    const results = await Promise.allSettled(batch.map((resource) => work(resource)));
    for (const result of results) {
      if (result.status === 'rejected') failures.push(asError(result.reason));
    }
  }
  return failures;
}

function batchesOf(resources: readonly Resource[]): readonly (readonly Resource[])[] {
  const batches: Resource[][] = [];
  for (const resource of resources) {
    const last = batches.at(-1);
    if (last?.[0]?.key.kind === resource.key.kind) last.push(resource);
    else batches.push([resource]);
  }
  return batches;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
