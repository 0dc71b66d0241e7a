import type { HelmVersion } from '../helm-version.js';
import type { Capabilities } from './capabilities.js';

/** The versions of the client library that Helm 4.2 is built with, in its order. */
const API_VERSIONS: readonly string[] = [
  'v1',
  'admissionregistration.k8s.io/v1',
  'admissionregistration.k8s.io/v1alpha1',
  'admissionregistration.k8s.io/v1beta1',
  'internal.apiserver.k8s.io/v1alpha1',
  'apps/v1',
  'apps/v1beta1',
  'apps/v1beta2',
  'authentication.k8s.io/v1',
  'authentication.k8s.io/v1alpha1',
  'authentication.k8s.io/v1beta1',
  'authorization.k8s.io/v1',
  'authorization.k8s.io/v1beta1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'batch/v1beta1',
  'certificates.k8s.io/v1',
  'certificates.k8s.io/v1beta1',
  'certificates.k8s.io/v1alpha1',
  'coordination.k8s.io/v1alpha2',
  'coordination.k8s.io/v1beta1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'discovery.k8s.io/v1beta1',
  'events.k8s.io/v1',
  'events.k8s.io/v1beta1',
  'extensions/v1beta1',
  'flowcontrol.apiserver.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1beta1',
  'flowcontrol.apiserver.k8s.io/v1beta2',
  'flowcontrol.apiserver.k8s.io/v1beta3',
  'networking.k8s.io/v1',
  'networking.k8s.io/v1beta1',
  'node.k8s.io/v1',
  'node.k8s.io/v1alpha1',
  'node.k8s.io/v1beta1',
  'policy/v1',
  'policy/v1beta1',
  'rbac.authorization.k8s.io/v1',
  'rbac.authorization.k8s.io/v1beta1',
  'rbac.authorization.k8s.io/v1alpha1',
  'resource.k8s.io/v1',
  'resource.k8s.io/v1beta2',
  'resource.k8s.io/v1beta1',
  'resource.k8s.io/v1alpha3',
  'scheduling.k8s.io/v1alpha2',
  'scheduling.k8s.io/v1beta1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1beta1',
  'storage.k8s.io/v1',
  'storage.k8s.io/v1alpha1',
  'storagemigration.k8s.io/v1beta1',
  'apiextensions.k8s.io/v1beta1',
  'apiextensions.k8s.io/v1',
];

/** Helm 3.22 is built with a later library. */
const API_VERSIONS_3_22: readonly string[] = API_VERSIONS.flatMap((version) => {
  switch (version) {
    case 'networking.k8s.io/v1':
      return ['lifecycle.k8s.io/v1alpha1', version];
    case 'scheduling.k8s.io/v1alpha2':
      return ['scheduling.k8s.io/v1alpha3'];
    case 'storagemigration.k8s.io/v1beta1':
      return ['storagemigration.k8s.io/v1', version];
    default:
      return [version];
  }
});

const GO_VERSION = 'go1.26.8';

/** What Helm assumes without a cluster. */
export function defaultCapabilities(helmVersion: HelmVersion = '4.2'): Capabilities {
  if (helmVersion === '3.22') {
    return {
      kubeVersion: { version: 'v1.20.0', normalized: 'v1.20.0', major: '1', minor: '20' },
      apiVersions: API_VERSIONS_3_22,
      helmVersion: { version: 'v3.22', gitCommit: '', gitTreeState: '', goVersion: GO_VERSION, kubeClientVersion: '' },
    };
  }
  return {
    kubeVersion: { version: 'v1.36.0', normalized: 'v1.36.0', major: '1', minor: '36' },
    apiVersions: API_VERSIONS,
    helmVersion: {
      version: 'v4.2',
      gitCommit: '',
      gitTreeState: '',
      goVersion: GO_VERSION,
      kubeClientVersion: 'v1.36',
    },
  };
}
