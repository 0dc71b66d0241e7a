/**
 * Runs `work` for every item, at most `limit` at once. The first failure stops the start of further items and is thrown when those
 * under way have ended.
 *
 * @returns the results in the order of the items.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  { limit }: { readonly limit: number },
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length && failure === undefined; index = next++) {
      try {
        results[index] = await work(items[index] as T, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
  if (failure !== undefined) throw failure.error;
  return results;
}
