import type { SeededRandom } from '../../seeded-random.js';
import { type FuzzKind, pickName, pickNamespace } from './objects.js';
import type { FuzzObject } from './yaml-text.js';

/** The content of kinds that are there to name others. */
export function makeReferrer(kind: FuzzKind, random: SeededRandom): FuzzObject {
  switch (kind) {
    case 'HorizontalPodAutoscaler':
      return { spec: { scaleTargetRef: makeScaleTarget(random), maxReplicas: 3 } };
    case 'APIService':
      return { spec: { service: makeService(random) } };
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
      return { webhooks: [makeWebhook(random), ...(random.chance(0.3) ? [makeWebhook(random)] : [])] };
    case 'PersistentVolume':
      return { spec: makeVolume(random) };
    case 'PersistentVolumeClaim':
      return {
        spec: { ...(random.chance(0.7) && { volumeName: pickName(random) }), storageClassName: pickName(random) },
      };
    case 'StorageClass':
      return { provisioner: 'example.com/x', parameters: { secretName: pickName(random), adminSecretName: 'db' } };
    case 'ServiceAccount':
      return random.chance(0.5) ? { imagePullSecrets: [{ name: pickName(random) }], secrets: [{ name: 'db' }] } : {};
    case 'IngressClass':
      return { spec: { controller: 'example.com/x', parameters: { kind: 'Widget', name: pickName(random) } } };
    default:
      return {};
  }
}

function makeScaleTarget(random: SeededRandom): FuzzObject {
  const kind = random.pick(['Deployment', 'StatefulSet', 'ReplicaSet', 'Widget']);
  return { apiVersion: kind === 'Widget' ? 'example.com/v1alpha1' : 'apps/v1', kind, name: pickName(random) };
}

function makeService(random: SeededRandom): FuzzObject {
  return { name: pickName(random), ...(random.chance(0.9) && { namespace: pickNamespace(random) }) };
}

function makeWebhook(random: SeededRandom): FuzzObject {
  const url = { url: 'https://example.com/hook' };
  return {
    name: 'hook.example.com',
    clientConfig: random.chance(0.2) ? url : { service: { ...makeService(random), path: '/x' } },
  };
}

function makeVolume(random: SeededRandom): FuzzObject {
  return {
    storageClassName: pickName(random),
    ...(random.chance(0.4) && { claimRef: { name: pickName(random), namespace: pickNamespace(random) } }),
    ...(random.chance(0.3) && { azureFile: { secretName: pickName(random), shareName: 's' } }),
    ...(random.chance(0.3) && { nfs: { server: '$(HOST)', path: '/' } }),
    ...(random.chance(0.2) && { csi: { nodePublishSecretRef: { name: pickName(random) } } }),
  };
}
