import type { KubeObject } from '@gotk/objects';
import { textAt } from '../../kinds/cli-kind.js';

/** What is told of a source that has an artifact. @throws when it has none. */
export function sourceLines(label: string, missing = `${label} reconciliation completed but no artifact was found`) {
  return (object: KubeObject): readonly string[] => {
    const revision = textAt(object, 'status', 'artifact', 'revision');
    if (revision === '') throw new Error(missing);
    return [`${label} reconciliation completed`, `fetched revision: ${revision}`];
  };
}

/** `spec.ignore` out of a list of patterns; `undefined` when it is empty. */
export function ignoreField(patterns: readonly string[]): string | undefined {
  return patterns.length === 0 ? undefined : patterns.join('\n');
}
