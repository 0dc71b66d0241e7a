import { type FieldError, renderFieldErrors } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import type { PodDraft, PodSpecDraft, PodStatusDraft } from '../core/pod-draft.js';
import { checkGatedUpdate, withoutGatedChanges } from './check-gated-update.js';
import { checkPodStatus } from './check-pod-status.js';
import { checkPodUpdate } from './check-pod-update.js';
import { checkAppArmorAnnotations, checkAppArmorMatches } from './checks/check-app-armor.js';
import { checkLabelKeys } from './checks/check-label-keys.js';
import { checkHostProcess, checkWindowsOptions } from './checks/check-windows.js';
import { mergeLabelKeys } from './merge-label-keys.js';
import { overlappingPaths } from './overlapping-paths.js';

const texts = (errors: readonly FieldError[]): readonly string[] => errors.map((error) => renderFieldErrors([error]));
const pod = (spec: PodSpecDraft, status: PodStatusDraft = {}): PodDraft => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec,
  status,
});

describe('a change of a pod', () => {
  const old = pod({ containers: [{ name: 'a', image: 'a' }], activeDeadlineSeconds: 5, restartPolicy: 'Always' });
  const rows: readonly { readonly name: string; readonly change: PodSpecDraft; readonly errors: readonly string[] }[] =
    [
      { name: 'another image', change: { containers: [{ name: 'a', image: 'b' }] }, errors: [] },
      {
        name: 'a later deadline, after which nothing else is told',
        change: { activeDeadlineSeconds: 6, restartPolicy: 'Never' },
        errors: ['spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value'],
      },
      {
        name: 'what may not change is shown as a difference of the specs',
        change: { restartPolicy: 'Never' },
        errors: [
          'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n' +
            [
              '@@ -35,7 +35,7 @@',
              '   }',
              '  ],',
              '  "EphemeralContainers": null,',
              '- "RestartPolicy": "Always",',
              '+ "RestartPolicy": "Never",',
              '  "TerminationGracePeriodSeconds": null,',
              '  "ActiveDeadlineSeconds": 5,',
              '  "DNSPolicy": "",',
              '',
            ].join('\n'),
        ],
      },
    ];
  it.each(rows)('$name', ({ change, errors }) => {
    expect(texts(checkPodUpdate(pod({ ...old.spec, ...change }), old))).toEqual(errors);
  });
});

describe('a pod behind gates', () => {
  const term = (...keys: readonly string[]) => ({
    matchExpressions: keys.map((key) => ({ key, operator: 'Exists' })),
  });
  const affinity = (...terms: readonly object[]) => ({
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
  });
  const old: PodSpecDraft = { nodeSelector: { disk: 'fast' }, affinity: affinity(term('a')) };
  const at = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
  const shown =
    '{"MatchExpressions":[{"Key":"b","Operator":"Exists","Values":null},{"Key":"a","Operator":"Exists","Values":null}],"MatchFields":null}';
  const rows: readonly { readonly name: string; readonly change: PodSpecDraft; readonly errors: readonly string[] }[] =
    [
      {
        name: 'may get a narrower choice of nodes',
        change: { nodeSelector: { disk: 'fast', zone: 'z' }, affinity: affinity(term('a', 'b')) },
        errors: [],
      },
      {
        name: 'keeps the labels it asks nodes for',
        change: { nodeSelector: { disk: 'slow' } },
        errors: [
          'spec.nodeSelector: Invalid value: {"disk":"slow"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
        ],
      },
      {
        name: 'has as many terms as before',
        change: { affinity: undefined },
        errors: [`${at}: Invalid value: null: no additions/deletions to non-empty NodeSelectorTerms list are allowed`],
      },
      {
        name: 'has the same requirements first',
        change: { affinity: affinity(term('b', 'a')) },
        errors: [`${at}[0]: Invalid value: ${shown}: only additions are allowed (no mutations or deletions)`],
      },
    ];
  it.each(rows)('$name', ({ change, errors }) => {
    expect(texts(checkGatedUpdate({ ...old, ...change }, old))).toEqual(errors);
  });

  it('is compared without the choice of nodes', () => {
    const change = { ...old, nodeSelector: { zone: 'z' }, affinity: affinity(term('b')), hostname: 'h' };
    expect(withoutGatedChanges(change, old)).toEqual({ ...old, hostname: 'h' });
    expect(withoutGatedChanges({ affinity: affinity(term('b')) }, {})).toEqual({});
  });
});

describe('the status of a pod', () => {
  const ended = (exitCode: number) => [{ name: 'a', state: { terminated: { exitCode } } }];
  const runs = [{ name: 'a', state: { running: {} } }];
  const transition = 'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state';
  const container = { name: 'a', image: 'a' };
  const rule = { action: 'Restart', exitCodes: { operator: 'In', values: [3] } };
  const ruled = { ...container, restartPolicy: 'Never', restartPolicyRules: [rule] };
  const rows: readonly {
    readonly name: string;
    readonly status: PodStatusDraft;
    readonly old?: PodStatusDraft;
    readonly spec?: PodSpecDraft;
    readonly errors: readonly string[];
  }[] = [
    {
      name: 'conditions of Kubernetes have any name, others a qualified one',
      status: {
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'a b', status: 'True', observedGeneration: -1 },
        ],
      },
      errors: [
        'status.conditions[1].observedGeneration: Invalid value: -1: must be a non-negative integer',
        "status.conditions[1].Type: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    },
    {
      name: 'one address of each family',
      status: { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
      errors: [
        'status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family',
      ],
    },
    {
      name: 'wrong addresses may stay as they were',
      status: { podIPs: [{ ip: 'x' }] },
      old: { podIPs: [{ ip: 'x' }] },
      errors: [],
    },
    {
      name: "the first of the host's addresses is its address",
      status: { hostIP: '10.0.0.2', hostIPs: [{ ip: '10.0.0.1' }] },
      errors: ['status.hostIPs[0].ip: Invalid value: "10.0.0.1": must be equal to `hostIP`'],
    },
    {
      name: 'a container that is never restarted stays ended',
      status: { containerStatuses: runs },
      old: { containerStatuses: ended(1) },
      spec: { containers: [container], restartPolicy: 'Never' },
      errors: [transition],
    },
    {
      name: 'a container that failed is restarted',
      status: { containerStatuses: runs },
      old: { containerStatuses: ended(1) },
      spec: { containers: [container], restartPolicy: 'OnFailure' },
      errors: [],
    },
    {
      name: 'a rule of the container restarts it',
      status: { containerStatuses: runs },
      old: { containerStatuses: ended(3) },
      spec: { containers: [ruled], restartPolicy: 'Never' },
      errors: [],
    },
    {
      name: 'claims that the pod does not have',
      status: { resourceClaimStatuses: [{ name: 'c' }] },
      errors: [
        'status.resourceClaimStatuses[0].name: Invalid value: "c": must match the name of an entry in `spec.resourceClaims`',
      ],
    },
  ];
  it.each(rows)('$name', ({ status, old = {}, spec = {}, errors }) => {
    expect(texts(checkPodStatus(pod(spec, status), pod(spec, old)))).toEqual(errors);
  });
});

describe('Windows', () => {
  const rows: readonly { readonly name: string; readonly user: string; readonly problem: string | undefined }[] = [
    { name: 'a user', user: 'me', problem: undefined },
    { name: 'a user of a domain', user: 'NET\\me', problem: undefined },
    { name: 'no user', user: '', problem: ' cannot be an empty string' },
    { name: 'only a domain', user: 'NET\\', problem: "'s User cannot be empty" },
    { name: 'two backslashes', user: 'a\\b\\c', problem: ' cannot contain more than one backslash' },
    {
      name: 'a domain in no known form',
      user: '.a\\me',
      problem: "'s Domain doesn't match the NetBios nor the DNS format",
    },
    { name: 'dots', user: '..', problem: "'s User cannot contain only periods or spaces" },
    {
      name: 'a character that is refused',
      user: 'a:b',
      problem: `'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]`,
    },
  ];
  it.each(rows)('$name', ({ user, problem }) => {
    const [error] = checkWindowsOptions({ runAsUserName: user }, 'o');
    expect(error?.detail).toBe(problem === undefined ? undefined : `runAsUserName${problem}`);
  });

  it('runs all containers as processes of the host, or none', () => {
    const windows = { windowsOptions: { hostProcess: true } };
    const containers = [
      { name: 'a', image: 'a', securityContext: windows },
      { name: 'b', image: 'b' },
    ];
    expect(texts(checkHostProcess({ containers } as PodSpecDraft, 'spec'))).toEqual([
      'spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers',
      'spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers',
    ]);
    expect(checkHostProcess({ containers, securityContext: windows, hostNetwork: true } as PodSpecDraft, '')).toEqual(
      [],
    );
  });
});

describe('AppArmor by annotations', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/a';
  const spec: PodSpecDraft = { containers: [{ name: 'a', image: 'a' }] };

  it('is of containers that there are', () => {
    const annotations = { [key]: 'nope', [`${key}b`]: 'runtime/default' };
    expect(texts(checkAppArmorAnnotations({ annotations }, spec, 'm'))).toEqual([
      `m[${key}]: Invalid value: "nope": invalid AppArmor profile name: "nope"`,
      `m[${key}b]: Invalid value: "ab": container not found`,
    ]);
  });

  it('agrees with the fields', () => {
    const profile = { type: 'Localhost', localhostProfile: 'x' };
    const withField = { ...spec, securityContext: { appArmorProfile: profile } };
    const said = (annotation: string) =>
      texts(checkAppArmorMatches({ annotations: { [key]: annotation } }, withField, 'spec'));
    expect(said('localhost/x')).toEqual([]);
    expect(said('unconfined')).toEqual([
      'spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match',
    ]);
    expect(said('localhost/y')).toEqual([
      'spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match',
    ]);
  });
});

describe('label keys', () => {
  it('are merged into the selectors of new pods', () => {
    const labelSelector = { matchLabels: { app: 'web' } };
    const constraint = { labelSelector, matchLabelKeys: ['rev', 'none'], mismatchLabelKeys: ['zone'] };
    const created = pod({ topologySpreadConstraints: [{ ...constraint }] });
    created.metadata.labels = { rev: '1', zone: 'z' };
    mergeLabelKeys(created);
    const matchExpressions = [
      { key: 'rev', operator: 'In', values: ['1'] },
      { key: 'zone', operator: 'NotIn', values: ['z'] },
    ];
    expect(created.spec['topologySpreadConstraints']).toEqual([
      { ...constraint, labelSelector: { ...labelSelector, matchExpressions } },
    ]);
  });

  it('want a selector, names, and to stand in one place', () => {
    const keys = { matchLabelKeys: ['a'], mismatchLabelKeys: ['a'] };
    expect(texts(checkLabelKeys(keys, 't'))).toEqual([
      't.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
      't.mismatchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
      't.matchLabelKeys[0]: Invalid value: "a": exists in both matchLabelKeys and mismatchLabelKeys',
    ]);
    const labelSelector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] };
    expect(texts(checkLabelKeys({ matchLabelKeys: ['a'], labelSelector }, 't'))).toEqual([
      't[0]: Invalid value: "a": exists in both matchLabelKeys and labelSelector',
    ]);
  });
});

describe('files of a volume', () => {
  it('are told of when one is in the place of another', () => {
    const items = [{ path: 'a/' }, { path: 'a/b' }, { path: 'ab' }];
    expect(overlappingPaths({ name: 'v', configMap: { name: 'c', items } })).toEqual([
      'volume "v" (ConfigMap "c"): overlapping paths: "a/b" with "a"',
    ]);
  });

  it('are told of by the sources of a projection', () => {
    const sources = [{ serviceAccountToken: { path: 't' } }, {}, { secret: { name: 's', items: [{ path: 't' }] } }];
    expect(overlappingPaths({ name: 'v', projected: { sources } })).toEqual([
      'volume "v" (Projected) has no sources provided',
      'volume "v" (Projected): overlapping paths: "t" (Secret "s") with "t" (ServiceAccountToken)',
    ]);
  });
});
