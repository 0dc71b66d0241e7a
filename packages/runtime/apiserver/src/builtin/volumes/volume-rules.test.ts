import { type FieldError, renderFieldErrors } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { checkVolumeSpec } from '../core/check-volume-spec.js';
import { checkVolumes } from '../pods/checks/check-volumes.js';

const IQN = 'iqn.2001-04.com.example:disk';

interface Row {
  readonly name: string;
  readonly source: Readonly<Record<string, unknown>>;
  /** What is said of a PersistentVolume with the source. */
  readonly volume: readonly string[];
  /** What is said of a pod's volume with the source; the same when it is absent. */
  readonly pod?: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'a whole disk of Google is partition 0',
    source: { gcePersistentDisk: { pdName: 'd', partition: 0 } },
    volume: [],
  },
  {
    name: 'a disk of Google is placed under another name',
    source: { gcePersistentDisk: { pdName: '', partition: 300 } },
    volume: [
      'persistentDisk.pdName: Required value',
      'persistentDisk.partition: Invalid value: 300: must be between 1 and 255, inclusive',
    ],
  },
  {
    name: 'NFS wants a path from the root',
    source: { nfs: { server: 's', path: 'x' } },
    volume: ['nfs.path: Invalid value: "x": must be an absolute path'],
  },
  {
    name: 'iSCSI with a secret that is not told',
    source: { iscsi: { targetPortal: 'p', iqn: IQN, lun: 256, chapAuthSession: true } },
    volume: ['iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive', 'iscsi.secretRef: Required value'],
  },
  {
    name: 'a name for iSCSI that begins with nothing known',
    source: { iscsi: { targetPortal: 'p', iqn: 'bad', lun: 0 } },
    volume: ['iscsi.iqn: Invalid value: "bad": must be valid format'],
    pod: ['iscsi.iqn: Invalid value: "bad": must be valid format starting with iqn, eui, or naa'],
  },
  {
    name: 'Fibre Channel by targets and by ids',
    source: { fc: { targetWWNs: ['a'], wwids: ['b'], lun: 1 } },
    volume: ['fc.targetWWNs: Invalid value: ["a"]: targetWWNs and wwids can not be specified simultaneously'],
  },
  {
    name: 'Fibre Channel by targets without a unit',
    source: { fc: { targetWWNs: ['a'] } },
    volume: ['fc.lun: Required value: lun is required if targetWWNs is specified'],
  },
  {
    name: 'a managed disk of Azure is named by its path',
    source: { azureDisk: { diskName: 'd', diskURI: 'https://x', kind: 'Managed' } },
    volume: [
      'azureDisk.diskURI: Unsupported value: "https://x": supported values: "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"',
    ],
  },
  {
    name: 'the secret of a volume says its namespace, that of a pod does not',
    source: { cinder: { volumeID: 'v', secretRef: { name: 's' } } },
    volume: ['cinder.secretRef.namespace: Required value'],
    pod: [],
  },
  {
    name: 'options that are reserved',
    source: { flexVolume: { driver: 'd', options: { 'sub.K8S.io/x': 'y', other: 'z' } } },
    volume: [
      'flexVolume.options[sub.K8S.io/x]: Invalid value: "sub.K8S.io/x": kubernetes.io and k8s.io namespaces are reserved',
    ],
  },
  {
    name: 'Flocker by both of its names',
    source: { flocker: { datasetName: 'a/b', datasetUUID: 'u' } },
    volume: [
      'flocker: Invalid value: "resource": datasetName and datasetUUID can not be specified simultaneously',
      'flocker.datasetName: Invalid value: "a/b": must not contain \'/\'',
    ],
  },
  {
    name: 'registries of Quobyte are hosts with ports',
    source: { quobyte: { registry: 'a:1,[::1]:2,b', volume: 'v' } },
    volume: [
      'quobyte.registry: Invalid value: "a:1,[::1]:2,b": must be a host:port pair or multiple pairs separated by commas',
    ],
  },
];

describe('sources of volumes', () => {
  it.each(rows)('of persistent volumes: $name', ({ source, volume }) => {
    const spec = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, ...source };
    expect(told(checkVolumeSpec(spec, 'v'), 'spec.')).toEqual(volume);
  });

  it.each(rows)('of pods: $name', ({ source, volume, pod }) => {
    const { errors } = checkVolumes([{ name: 'v', ...source }], 'spec.volumes', 'p');
    expect(told(errors, 'spec.volumes[0].')).toEqual(pod ?? volume);
  });
});

interface PodRow {
  readonly name: string;
  readonly volume: { readonly name: string; readonly [source: string]: unknown };
  readonly expected: readonly string[];
}

const podRows: readonly PodRow[] = [
  {
    name: 'the claim of an ephemeral volume bears the name of the pod',
    volume: {
      name: 'v',
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { name: 'x' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      },
    },
    expected: ['ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set'],
  },
  {
    name: 'an image is named',
    volume: { name: 'v', image: { pullPolicy: 'Always' } },
    expected: ['image.reference: Required value'],
  },
  {
    name: 'an inline volume of a driver with a secret without name',
    volume: { name: 'v', csi: { driver: '', nodePublishSecretRef: { name: '' } } },
    expected: ['csi.driver: Required value', 'csi.nodePublishSecretRef.name: Required value'],
  },
  {
    name: 'two sources of one projection',
    volume: { name: 'v', projected: { sources: [{ secret: { name: 's' }, configMap: { name: 'c' } }] } },
    expected: ['projected.sources[0]: Forbidden: may not specify more than 1 volume type per source'],
  },
  {
    name: 'a path that two projections write',
    volume: {
      name: 'v',
      projected: {
        sources: [
          { secret: { name: 's', items: [{ key: 'k', path: 'p' }] } },
          { configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } },
        ],
      },
    },
    expected: ['projected: Invalid value: "c": conflicting duplicate paths'],
  },
  {
    name: 'the certificates of a cluster by nothing',
    volume: { name: 'v', projected: { sources: [{ clusterTrustBundle: { path: 'p' } }] } },
    expected: ['projected.sources[0].clusterTrustBundle: Required value: either name or signerName must be specified'],
  },
  {
    name: 'a certificate for the pod that lives too long',
    volume: {
      name: 'v',
      projected: {
        sources: [
          {
            podCertificate: {
              signerName: 'kubernetes.io/x',
              keyType: 'ED25519',
              maxExpirationSeconds: 86_401,
              credentialBundlePath: 'c',
            },
          },
        ],
      },
    },
    expected: [
      'projected.sources[0].podCertificate.maxExpirationSeconds: Invalid value: 86401: if provided, maxExpirationSeconds must be <= 86400',
    ],
  },
];

describe('volumes of pods', () => {
  it.each(podRows)('$name', ({ volume, expected }) => {
    expect(told(checkVolumes([volume], 'spec.volumes', 'p').errors, 'spec.volumes[0].')).toEqual(expected);
  });

  it('have names that make names of claims with that of the pod', () => {
    const { errors } = checkVolumes([{ name: 'v', ephemeral: {} }], 'v', 'A');
    expect(renderFieldErrors(errors)).toContain('v[0].name: Invalid value: "v": PVC name "A-v": a lowercase RFC 1123');
  });
});

function told(errors: readonly FieldError[], prefix: string): readonly string[] {
  return errors.map((error) => renderFieldErrors([error]).replace(prefix, ''));
}
