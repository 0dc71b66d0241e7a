import { describe, expect, test } from 'vitest';
import type { CheckedPod, CheckedSpec } from './pod-parts.js';
import { securityPolicy } from './security-policy.js';
import { renderViolations, violationsOf } from './violations-of.js';

const safe = {
  name: 'a',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
};
const profile = { seccompProfile: { type: 'RuntimeDefault' } };

function pod(spec: CheckedSpec): CheckedPod {
  return { metadata: {}, spec };
}

describe('a pod violates', () => {
  test.each<[string, CheckedSpec, 'baseline' | 'restricted', number | undefined, string]>([
    ['nothing of baseline', { containers: [{ name: 'a' }] }, 'baseline', undefined, ''],
    [
      'what is shared with the host',
      { hostPID: true, hostNetwork: true, containers: [] },
      'baseline',
      undefined,
      'host namespaces (hostNetwork=true, hostPID=true)',
    ],
    [
      'privileges, in all kinds of containers',
      {
        initContainers: [{ name: 'i', securityContext: { privileged: true } }],
        containers: [{ name: 'a', securityContext: { privileged: true } }],
      },
      'baseline',
      undefined,
      'privileged (containers "i", "a" must not set securityContext.privileged=true)',
    ],
    [
      'all that restricted wants',
      { containers: [{ name: 'a' }] },
      'restricted',
      undefined,
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
    [
      'less of an older version',
      { containers: [{ name: 'a' }] },
      'restricted',
      18,
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
    ],
    ['nothing when it is safe', { containers: [safe], securityContext: profile }, 'restricted', undefined, ''],
    [
      'kinds of volumes, told once',
      { containers: [safe], securityContext: profile, volumes: [{ name: 'v', hostPath: {} }] },
      'restricted',
      undefined,
      'restricted volume types (volume "v" uses restricted volume type "hostPath")',
    ],
  ])('%s', (_name, spec, level, minor, expected) => {
    expect(renderViolations(violationsOf(pod(spec), { level, minor }))).toBe(expected);
  });
});

describe('labels', () => {
  const label = (name: string, value: string) => ({ [`pod-security.kubernetes.io/${name}`]: value });

  test('warn of what they enforce, if they do not say otherwise', () => {
    const { policy } = securityPolicy({ ...label('enforce', 'baseline'), ...label('enforce-version', 'v1.30') });
    expect(policy.warn).toEqual({ level: 'baseline', minor: 30 });
    expect(policy.audit.level).toBe('privileged');
  });

  test('that cannot be read are enforced strictly', () => {
    const { policy, errors } = securityPolicy({ ...label('enforce', 'some'), ...label('warn', 'some') });
    expect(policy.enforce.level).toBe('restricted');
    expect(policy.warn.level).toBe('privileged');
    expect(errors.map(({ detail }) => detail)).toEqual(
      Array(2).fill('must be one of privileged, baseline, restricted'),
    );
  });
});
