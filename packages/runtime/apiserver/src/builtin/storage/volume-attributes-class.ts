import { type FieldError, forbiddenField, requiredField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { sameValue } from '../same-value.js';
import { checkParameters, checkProvisioner } from './check-parameters.js';

interface AttributesClassDraft extends DraftObject {
  driverName?: string;
  parameters?: Record<string, string>;
}

/** VolumeAttributesClasses name what can be changed of a volume. */
export const volumeAttributesClassKind = builtinKind<AttributesClassDraft>({
  strategy: {
    validate: check,
    validateUpdate: (attributes, old) => [
      ...changedMeta(attributes, old),
      ...(attributes.driverName === old.driverName
        ? []
        : [forbiddenField('driverName', 'updates to driverName are forbidden.')]),
      ...(sameValue(attributes.parameters ?? {}, old.parameters ?? {})
        ? []
        : [forbiddenField('parameters', 'updates to parameters are forbidden.')]),
      ...check(attributes),
    ],
  },
});

function check(attributes: AttributesClassDraft): readonly FieldError[] {
  const { driverName = '', parameters = {} } = attributes;
  return [
    ...clusterMeta(attributes),
    ...checkProvisioner(driverName, 'driverName'),
    ...checkParameters(parameters),
    ...(Object.keys(parameters).length === 0
      ? [requiredField('parameters', 'must contain at least one key/value pair')]
      : []),
  ];
}
