import type { ControllerDefinition } from '@gotk/controller-runtime';
import { BUCKET_CONDITIONS, concludeSource } from '../conditions/conclude-source.js';
import type { SourceDeps } from '../source-deps.js';
import { BUCKET } from './bucket-kind.js';
import { finalizeBucket } from './finalize.js';
import { type Bucket, parseBucket } from './parse-bucket.js';
import { reconcileBucket } from './reconcile.js';

/** The controller of Buckets. */
export function bucketController(deps: SourceDeps): ControllerDefinition<Bucket> {
  return {
    kind: BUCKET,
    controllerName: 'source-controller',
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: 'source-controller',
    ownedConditions: BUCKET_CONDITIONS.owned,
    parse: parseBucket,
    reconcile: (context) => reconcileBucket(deps, context),
    finalize: (context) => finalizeBucket(deps, context),
    conclude: concludeSource(BUCKET_CONDITIONS),
  };
}
