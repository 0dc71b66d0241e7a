import type { ControllerDefinition } from '@gotk/controller-runtime';
import { BUCKET_CONDITIONS, concludeSource } from '../conditions/conclude-source.js';
import { BUCKET } from './bucket-kind.js';
import { reconcileBucket } from './reconcile.js';

/** The controller of Buckets. It stores nothing yet, so it holds on to nothing. */
export function bucketController(): ControllerDefinition {
  return {
    kind: BUCKET,
    controllerName: 'source-controller',
    fieldOwner: 'source-controller',
    ownedConditions: BUCKET_CONDITIONS.owned,
    reconcile: reconcileBucket,
    conclude: concludeSource(BUCKET_CONDITIONS),
  };
}
