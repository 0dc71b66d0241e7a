import {
  checkDns1123Subdomain,
  type FieldError,
  forbiddenField,
  invalidField,
  requiredField,
  tooLongField,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import type { VolumeSpecDraft } from '../core/volume-draft.js';
import { clusterMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';
import { checkDriverName } from './check-driver-name.js';
import { checkInlineVolume } from './check-inline-volume.js';

interface AttachmentErrorDraft {
  message?: string;
  errorCode?: number;
}

interface AttachmentDraft extends DraftObject {
  spec: {
    attacher: string;
    nodeName: string;
    source: { persistentVolumeName?: string; inlineVolumeSpec?: VolumeSpecDraft };
  };
  status?: {
    attached?: boolean;
    attachmentMetadata?: Record<string, string>;
    attachError?: AttachmentErrorDraft;
    detachError?: AttachmentErrorDraft;
  };
}

const MAX_METADATA_BYTES = 256 * (1 << 10);
const MAX_MESSAGE_BYTES = 1024;
const EXACTLY_ONE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

/** VolumeAttachments ask for a volume to be attached to a node. */
export const volumeAttachmentKind = builtinKind<AttachmentDraft>({
  strategy: {
    prepareForCreate: (attachment) => {
      attachment.status = { attached: false };
    },
    validate: check,
    validateUpdate: (attachment, old) => [
      ...check(attachment),
      ...checkImmutable(attachment.spec, old.spec, 'spec', 'storage.VolumeAttachmentSpec'),
    ],
    validateStatusUpdate: (attachment, old) => [
      ...check(attachment),
      ...checkImmutable(attachment.spec, old.spec, 'spec', 'storage.VolumeAttachmentSpec'),
    ],
  },
});

function check(attachment: AttachmentDraft): readonly FieldError[] {
  const { spec, status = {} } = attachment;
  return [
    ...clusterMeta(attachment),
    ...checkDriverName(spec.attacher, 'spec.attacher'),
    ...checkSource(spec.source),
    ...checkDns1123Subdomain(spec.nodeName).map((error) => invalidField('spec.nodeName', spec.nodeName, error)),
    ...checkMetadata(status.attachmentMetadata ?? {}),
    ...checkError(status.attachError, 'status.attachError'),
    ...checkError(status.detachError, 'status.detachError'),
    ...checkVolumeName(spec.source.persistentVolumeName),
  ];
}

function checkSource({
  persistentVolumeName: name,
  inlineVolumeSpec: inline,
}: AttachmentDraft['spec']['source']): readonly FieldError[] {
  const field = 'spec.source';
  if (name === undefined && inline === undefined) return [requiredField(field, EXACTLY_ONE)];
  if (name !== undefined && inline !== undefined) return [forbiddenField(field, EXACTLY_ONE)];
  if (inline !== undefined) return checkInlineVolume(inline, `${field}.inlineVolumeSpec`);
  return name === ''
    ? [requiredField(`${field}.persistentVolumeName`, 'must specify non empty persistentVolumeName')]
    : [];
}

function checkVolumeName(name: string | undefined): readonly FieldError[] {
  if (name === undefined) return [];
  return checkDns1123Subdomain(name).map((error) => invalidField('spec.source.persistentVolumeName', name, error));
}

function checkMetadata(metadata: Readonly<Record<string, string>>): readonly FieldError[] {
  const size = Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return size > MAX_METADATA_BYTES ? [tooLongField('status.attachmentMetadata', MAX_METADATA_BYTES)] : [];
}

function checkError(error: AttachmentErrorDraft | undefined, field: string): readonly FieldError[] {
  if (error === undefined) return [];
  const { message = '', errorCode = 0 } = error;
  return [
    ...(message.length > MAX_MESSAGE_BYTES ? [tooLongField(`${field}.message`, MAX_METADATA_BYTES)] : []),
    ...(errorCode < 0
      ? [invalidField(`${field}.errorCode`, errorCode, 'must be between 0 and 2147483647, inclusive')]
      : []),
  ];
}
