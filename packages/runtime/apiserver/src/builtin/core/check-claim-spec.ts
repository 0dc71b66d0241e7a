import {
  checkDns1123Subdomain,
  type FieldError,
  forbiddenField,
  invalidField,
  nameIsDnsLabel,
  notSupportedField,
  requiredField,
  validateLabelSelector,
} from '@gotk/objects';
import { compareToInteger, parseQuantity } from '@gotk/quantity';
import { sameValue } from '../same-value.js';
import type { ClaimSpecDraft, DataSourceDraft } from './claim-draft.js';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];

/** What is wrong with the spec of a claim, or of a template of claims. */
export function checkClaimSpec(spec: ClaimSpecDraft, field: string): readonly FieldError[] {
  return [
    ...((spec.accessModes ?? []).length === 0
      ? [requiredField(`${field}.accessModes`, 'at least 1 access mode is required')]
      : []),
    ...validateLabelSelector(spec.selector, `${field}.selector`),
    ...checkAccessModes(spec.accessModes ?? [], `${field}.accessModes`),
    ...checkStorage(spec.resources?.requests?.['storage'], `${field}.resources[storage]`),
    ...checkClassName(spec.storageClassName, `${field}.storageClassName`),
    ...checkVolumeMode(spec.volumeMode, `${field}.volumeMode`),
    ...checkDataSources(spec, field),
    ...checkClassName(spec.volumeAttributesClassName, `${field}.volumeAttributesClassName`),
  ];
}

/** What is wrong with the ways in which a volume is to be used. */
export function checkAccessModes(modes: readonly string[], field: string): readonly FieldError[] {
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  const isMixed = known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod');
  return [
    ...modes.flatMap((mode) => (ACCESS_MODES.includes(mode) ? [] : [notSupportedField(field, mode, ACCESS_MODES)])),
    ...(isMixed ? [forbiddenField(field, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

/** An error for an amount that is not above zero. */
export function checkPositiveQuantity(amount: string, field: string): readonly FieldError[] {
  return compareToInteger(parseQuantity(amount), 0n) > 0
    ? []
    : [invalidField(field, amount, 'must be greater than zero')];
}

function checkStorage(amount: string | undefined, field: string): readonly FieldError[] {
  return amount === undefined ? [requiredField(field)] : checkPositiveQuantity(amount, field);
}

/** What is wrong with the name of a class of storage; an empty one is none. */
export function checkClassName(name: string | undefined, field: string): readonly FieldError[] {
  if (name === undefined || name === '') return [];
  return checkDns1123Subdomain(name).map((error) => invalidField(field, name, error));
}

/** An error for a volume that is neither a file system nor a block device. */
export function checkVolumeMode(mode: string | undefined, field: string): readonly FieldError[] {
  return mode === undefined || VOLUME_MODES.includes(mode) ? [] : [notSupportedField(field, mode, VOLUME_MODES)];
}

function checkDataSources({ dataSource, dataSourceRef }: ClaimSpecDraft, field: string): readonly FieldError[] {
  const each = [
    ...checkDataSource(dataSource, `${field}.dataSource`),
    ...checkDataSource(dataSourceRef, `${field}.dataSourceRef`),
  ];
  if (dataSource === undefined || dataSourceRef === undefined) return each;
  // The value is a path of the server's own, which it shows as an object without fields.
  const refuse = (detail: string) => [...each, { ...invalidField(field, null, detail), shownValue: '{}' }];
  if ((dataSourceRef.namespace ?? '') !== '')
    return refuse('may not be specified when dataSourceRef.namespace is specified');
  return sameValue({ ...dataSource }, { ...dataSourceRef }) ? each : refuse('must match dataSourceRef');
}

function checkDataSource(source: DataSourceDraft | undefined, field: string): readonly FieldError[] {
  if (source === undefined) return [];
  const { kind, name } = source;
  const apiGroup = source.apiGroup ?? '';
  return [
    ...(name === '' ? [requiredField(`${field}.name`)] : []),
    ...(kind === '' ? [requiredField(`${field}.kind`)] : []),
    ...(apiGroup === '' && kind !== 'PersistentVolumeClaim'
      ? [invalidField(field, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
      : []),
    ...(apiGroup === '' ? [] : checkDns1123Subdomain(apiGroup)).map((error) =>
      invalidField(`${field}.apiGroup`, apiGroup, error),
    ),
    ...((source.namespace ?? '') === '' ? [] : nameIsDnsLabel(source.namespace ?? '', false)).map((error) =>
      invalidField(`${field}.namespace`, source.namespace ?? '', error),
    ),
  ];
}
