import { type FieldError, invalidField, requiredField } from '@gotk/objects';
import { requireFields, type VolumeOwner, type VolumeSource } from './volume-source.js';

const MAX_LUN = 255;
const LUN_RANGE = 'must be between 0 and 255, inclusive';

/** What is wrong with disks behind Fibre Channel. */
export function checkFcSource(source: VolumeSource, field: string): readonly FieldError[] {
  const targets = (source['targetWWNs'] ?? []) as readonly string[];
  const ids = (source['wwids'] ?? []) as readonly string[];
  const at = `${field}.targetWWNs`;
  if (targets.length === 0)
    return ids.length > 0 ? [] : [requiredField(at, 'must specify either targetWWNs or wwids, but not both')];
  return [
    ...(ids.length === 0
      ? []
      : [invalidField(at, [...targets], 'targetWWNs and wwids can not be specified simultaneously')]),
    ...checkTargetLun(source['lun'], `${field}.lun`),
  ];
}

function checkTargetLun(lun: unknown, field: string): readonly FieldError[] {
  if (lun === undefined || lun === null) return [requiredField(field, 'lun is required if targetWWNs is specified')];
  return checkLun(Number(lun), field);
}

function checkLun(lun: number, field: string): readonly FieldError[] {
  return lun >= 0 && lun <= MAX_LUN ? [] : [invalidField(field, lun, LUN_RANGE)];
}

/** What is wrong with disks behind iSCSI, but for what depends on the name of the volume. */
export function checkIscsiSource(source: VolumeSource, field: string, owner: VolumeOwner): readonly FieldError[] {
  const { targetPortal = '', iqn = '', lun, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = source;
  const isSecretMissing = (chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined;
  return [
    ...(targetPortal === '' ? [requiredField(`${field}.targetPortal`)] : []),
    ...(iqn === '' ? [requiredField(`${field}.iqn`)] : checkIscsiName(String(iqn), `${field}.iqn`, owner)),
    ...checkLun(Number(lun ?? 0), `${field}.lun`),
    ...(isSecretMissing ? [requiredField(`${field}.secretRef`)] : []),
    ...(owner === 'persistent volume' && secretRef !== undefined
      ? requireFields((secretRef ?? {}) as VolumeSource, ['name'], `${field}.secretRef`)
      : []),
    ...(initiatorName === undefined || initiatorName === null
      ? []
      : checkIscsiName(String(initiatorName), `${field}.initiatorname`, owner)),
  ];
}

/** The forms of names, by how they begin. */
const ISCSI_NAMES: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.[0-9A-Za-z\-.]+:[^,;*&$|\t\n\f\r ]+$/,
  eui: /^eui.[0-9A-Za-z]{16}$/,
  naa: /^naa.[0-9A-Za-z]{32}$/,
};

function checkIscsiName(name: string, field: string, owner: VolumeOwner): readonly FieldError[] {
  const form = ISCSI_NAMES[name.slice(0, 3)];
  if (form?.test(name) === true) return [];
  const starts = form === undefined && owner === 'pod' ? ' starting with iqn, eui, or naa' : '';
  return [invalidField(field, name, `must be valid format${starts}`)];
}

const MAX_NAME_AND_PORTAL = 64;
const TOO_LONG =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

/** An error for a volume whose name and portal do not fit into the name of an interface of its own. */
export function checkIscsiLength(
  source: VolumeSource,
  volumeName: string,
  { field, value }: { readonly field: string; readonly value: string },
): readonly FieldError[] {
  const { initiatorName, targetPortal = '' } = source;
  if (initiatorName === undefined || initiatorName === null) return [];
  return Buffer.byteLength(`${volumeName}:${String(targetPortal)}`) > MAX_NAME_AND_PORTAL
    ? [invalidField(field, value, TOO_LONG)]
    : [];
}
