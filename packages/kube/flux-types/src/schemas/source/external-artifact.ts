import { object } from '../build.js';
import { latestArtifact } from '../fields/artifact.js';
import { conditions } from '../fields/conditions.js';
import { AGE, column, READY, STATUS } from '../fields/printer-columns.js';
import { namespacedKindRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { SOURCE_GROUP } from './group.js';

const spec = object('ExternalArtifactSpec', 'What the artifact was made from.', {
  sourceRef: namespacedKindRef('The object that the artifact was made from.'),
});

const status = object('ExternalArtifactStatus', 'The artifact itself.', {
  conditions: conditions(),
  artifact: latestArtifact(),
});

/** ExternalArtifact: an artifact that another controller made. */
export const externalArtifact = singleVersionKind({
  ...SOURCE_GROUP,
  kind: 'ExternalArtifact',
  plural: 'externalartifacts',
  shortNames: ['ea'],
  humanName: 'source external-artifact',
  description: 'An artifact that was made outside the source controller.',
  spec,
  status,
  columns: [AGE, READY, STATUS, column('Source', '.spec.sourceRef.name')],
});
