import { fieldOf } from '@gotk/objects';
import type { ResourceList } from '../../builtin/core/pod-draft.js';
import { sealDraft } from '../../drafts/draft.js';
import type { QuotaEvaluator } from './quota-evaluator.js';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const CLASS_SUFFIX = '.storageclass.storage.k8s.io/';
const NAMES = ['persistentvolumeclaims', 'requests.storage'];

/** Claims count by number and by the storage they ask for, in all and by storage class. */
export const claimEvaluator: QuotaEvaluator = {
  handles: ({ operation, subresource }) =>
    subresource === undefined && (operation === 'CREATE' || operation === 'UPDATE'),
  counts: (name) =>
    name === 'count/persistentvolumeclaims' ||
    NAMES.includes(name) ||
    NAMES.some((own) => name.endsWith(`${CLASS_SUFFIX}${own}`)),
  inScope: ({ scopeName, operator, values = [] }, claim) => {
    if (scopeName !== 'VolumeAttributesClass') return false;
    const name = fieldOf(sealDraft(claim), 'spec', 'volumeAttributesClassName');
    if (operator === 'Exists') return name !== undefined;
    if (operator === 'DoesNotExist') return name === undefined;
    const listed = typeof name === 'string' && values.includes(name);
    return operator === 'In' ? listed : !listed;
  },
  usage: (claim) => {
    const { annotations } = claim.metadata;
    const spec = (field: string) => fieldOf(sealDraft(claim), 'spec', field);
    const className = annotations?.[CLASS_ANNOTATION] ?? String(spec('storageClassName') ?? '');
    const storage = fieldOf(sealDraft(claim), 'spec', 'resources', 'requests', 'storage');
    const amounts: ResourceList = { persistentvolumeclaims: '1' };
    if (typeof storage === 'string') amounts['requests.storage'] = storage;
    const byClass = Object.entries(amounts).map(([name, amount]) => [`${className}${CLASS_SUFFIX}${name}`, amount]);
    return {
      'count/persistentvolumeclaims': '1',
      ...amounts,
      ...(className === '' ? {} : (Object.fromEntries(byClass) as ResourceList)),
    };
  },
};
