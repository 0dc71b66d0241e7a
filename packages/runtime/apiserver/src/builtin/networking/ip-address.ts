import {
  checkDns1123Subdomain,
  checkPathSegmentName,
  type FieldError,
  invalidField,
  requiredField,
  validateIp,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { sameValue } from '../same-value.js';

interface ParentDraft {
  group?: string;
  resource?: string;
  namespace?: string;
  name?: string;
}

interface IpAddressDraft extends DraftObject {
  spec: { parentRef?: ParentDraft };
}

/** IPAddresses are the addresses of Services that are taken. */
export const ipAddressKind = builtinKind<IpAddressDraft>({
  strategy: {
    validate: (address) => [...clusterMeta(address, nameIsIp), ...checkParent(address.spec.parentRef)],
    validateUpdate: (address, old) => [
      ...changedMeta(address, old),
      ...checkParent(address.spec.parentRef, true),
      ...checkSameParent(address.spec.parentRef, old.spec.parentRef),
    ],
  },
});

function nameIsIp(name: string): readonly string[] {
  return validateIp(name, 'metadata.name').map(({ detail }) => detail ?? '');
}

function checkParent(parent: ParentDraft | undefined, onlyRequired = false): readonly FieldError[] {
  const field = 'spec.parentRef';
  if (parent === undefined) return [requiredField(field, '')];
  const { group = '', resource = '', namespace = '', name = '' } = parent;
  const segment = (place: string, value: string): readonly FieldError[] =>
    onlyRequired ? [] : checkPathSegmentName(value).map((error) => invalidField(`${field}.${place}`, value, error));
  return [
    ...(group === '' || onlyRequired ? [] : checkDns1123Subdomain(group)).map((error) =>
      invalidField(`${field}.group`, group, error),
    ),
    ...(resource === '' ? [requiredField(`${field}.resource`, '')] : segment('resource', resource)),
    ...(name === '' ? [requiredField(`${field}.name`, '')] : segment('name', name)),
    ...(namespace === '' ? [] : segment('namespace', namespace)),
  ];
}

function checkSameParent(parent: ParentDraft | undefined, old: ParentDraft | undefined): readonly FieldError[] {
  if (sameValue({ ...parent }, { ...old })) return [];
  const error = invalidField('spec.parentRef', null, 'field is immutable');
  if (parent === undefined) return [error];
  return [withInternalValue(error, 'networking.ParentReference', parent)];
}
