import type { KubeObject } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin } from '../admission-chain.js';
import { writesResource } from '../forbid-write.js';

/** How a kind that names a class gets the default one. */
interface ClassRule {
  readonly resource: string;
  /** The collection of the classes. */
  readonly classes: string;
  /** Annotations with which a class says that it is the default. */
  readonly defaultMarks: readonly string[];
  /** The field of the spec that names the class. */
  readonly field: string;
  /** An older annotation with which an object names its class. */
  readonly annotation: string;
}

/** Claims without a storage class get the default one. */
export function defaultStorageClass(store: Store): AdmissionPlugin {
  return defaultClassPlugin(store, {
    resource: '/persistentvolumeclaims',
    classes: 'storage.k8s.io/storageclasses',
    defaultMarks: ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'],
    field: 'storageClassName',
    annotation: 'volume.beta.kubernetes.io/storage-class',
  });
}

/** Ingresses without a class get the default one. */
export function defaultIngressClass(store: Store): AdmissionPlugin {
  return defaultClassPlugin(store, {
    resource: 'networking.k8s.io/ingresses',
    classes: 'networking.k8s.io/ingressclasses',
    defaultMarks: ['ingressclass.kubernetes.io/is-default-class'],
    field: 'ingressClassName',
    annotation: 'kubernetes.io/ingress.class',
  });
}

interface ClassedDraft extends DraftObject {
  spec: Record<string, unknown>;
}

function defaultClassPlugin(store: Store, rule: ClassRule): AdmissionPlugin {
  return {
    admit: (review) => {
      if (review.operation !== 'CREATE' || !writesResource(review, rule.resource)) return;
      const { metadata, spec } = review.object as ClassedDraft;
      if (spec[rule.field] !== undefined || metadata.annotations?.[rule.annotation] !== undefined) return;
      const name = newestDefault(store, rule)?.metadata.name;
      if (name !== undefined) spec[rule.field] = name;
    },
  };
}

/** Of several classes that are the default, the newest; of equally new ones, the first by name. */
function newestDefault(store: Store, { classes, defaultMarks }: ClassRule): KubeObject | undefined {
  const created = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '');
  return [...store.scan(classes)]
    .map(({ object }) => object)
    .filter(({ metadata }) => defaultMarks.some((mark) => metadata.annotations?.[mark] === 'true'))
    .sort((a, b) => created(b) - created(a))[0];
}
