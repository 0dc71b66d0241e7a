/** Lists and maps without items that were sent so: they differ from absent ones only until they are written. */
const sentEmpty = new WeakSet<object>();
/** Drafts with such lists or maps. */
const withEmpty = new WeakSet<object>();

/** Remembers that this list or map was sent without items. */
export function markSentEmpty(collection: object): void {
  sentEmpty.add(collection);
}

/** Whether this is a list or map that was sent without items. */
export function isSentEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && sentEmpty.has(value);
}

/** Remembers that the draft has such lists or maps. */
export function markEmptyCollections<T extends object>(draft: T): T {
  withEmpty.add(draft);
  return draft;
}

/** Whether the draft may have such lists or maps; most have none. */
export function hasEmptyCollections(draft: object): boolean {
  return withEmpty.has(draft);
}

/** Tells that the draft has none any more. */
export function unmarkEmptyCollections(draft: object): void {
  withEmpty.delete(draft);
}
