import { Halt } from '@gotk/controller-runtime';
import type { ObjectKey } from '@gotk/objects';
import type { Deps } from '../../deps.js';

/** Halts for a source in another namespace, where those are not allowed. */
export function checkAccess(
  key: ObjectKey,
  { deps, namespace }: { readonly deps: Deps; readonly namespace: string },
): void {
  if (!deps.noCrossNamespaceRefs || key.namespace === namespace) return;
  throw accessDenied(
    `cross-namespace references are not allowed: cannot access ${key.kind} ${key.namespace}/${key.name}`,
  );
}

/** Only a change of the object or of the controller's flags can help. */
export function accessDenied(message: string): Halt {
  return new Halt({ kind: 'stalled', reason: 'AccessDenied', message });
}
