import { renderFieldErrors } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { checkDeviceClaim } from './check-device-claim.js';
import { checkRequestPolicy } from './check-request-policy.js';
import type { RequestPolicyDraft, ResourceClaimSpecDraft } from './device-drafts.js';

const ONE = { name: 'one', exactly: { deviceClassName: 'c', allocationMode: 'ExactCount', count: 1 } };

const claims: readonly {
  readonly name: string;
  readonly devices: NonNullable<ResourceClaimSpecDraft['devices']>;
  readonly expected: string;
}[] = [
  { name: 'a request for one device', devices: { requests: [ONE] }, expected: '[]' },
  {
    name: 'a request for nothing',
    devices: { requests: [{ name: 'a' }] },
    expected: 'spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required',
  },
  {
    name: 'all devices are not counted',
    devices: { requests: [{ name: 'a', exactly: { ...ONE.exactly, allocationMode: 'All' } }] },
    expected:
      "spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'",
  },
  {
    name: 'a name twice',
    devices: { requests: [ONE, ONE] },
    expected: 'spec.devices.requests[1]: Duplicate value: "one"',
  },
  {
    name: 'a constraint on an alternative',
    devices: {
      requests: [{ name: 'a', firstAvailable: [{ name: 'b', deviceClassName: 'c', allocationMode: 'All' }] }],
      constraints: [{ requests: ['a/b', 'a'], matchAttribute: 'example.com/numa' }],
    },
    expected: '[]',
  },
  {
    name: 'a constraint on what is not asked for',
    devices: { requests: [ONE], constraints: [{ requests: ['two'], distinctAttribute: 'numa' }] },
    expected: [
      '[spec.devices.constraints[0].requests[0]: Invalid value: "two": must be the name of a request in the claim or the name of a request and a subrequest separated by \'/\'',
      ' spec.devices.constraints[0].distinctAttribute: Invalid value: "numa": a fully qualified name must be a domain and a name separated by a slash]',
    ].join(','),
  },
  {
    name: 'a selector that is no test',
    devices: {
      requests: [{ name: 'a', exactly: { ...ONE.exactly, selectors: [{ cel: { expression: 'device.driver' } }] } }],
    },
    expected:
      'spec.devices.requests[0].exactly.selectors[0].cel.expression: Invalid value: "device.driver": must evaluate to bool or the unknown type, not string',
  },
  {
    name: 'parameters that are no object',
    devices: { requests: [ONE], config: [{ opaque: { driver: 'd', parameters: [1] } }] },
    expected: 'spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object',
  },
];

describe('claims on devices', () => {
  it.each(claims)('$name', ({ devices, expected }) => {
    expect(renderFieldErrors(checkDeviceClaim({ devices }, 'spec'))).toBe(expected);
  });
});

const policies: readonly { readonly name: string; readonly policy: RequestPolicyDraft; readonly expected: string }[] = [
  { name: 'values in order', policy: { default: '1Gi', validValues: ['1Gi', '2Gi'] }, expected: '[]' },
  {
    name: 'values out of order, one too large',
    policy: { default: '1Gi', validValues: ['9Gi', '1Gi'] },
    expected:
      '[p[1]: Invalid value: "1Gi": values must be sorted in ascending order, p[0]: Invalid value: "9Gi": option is larger than capacity value: 8Gi]',
  },
  {
    name: 'a range without a standard amount',
    policy: { validRange: { min: '1Gi' } },
    expected: 'default: Required value: required when validRange is defined',
  },
  {
    name: 'a standard amount that no step reaches',
    policy: { default: '3', validRange: { min: '1', step: '4' } },
    expected: 'r.step: Invalid value: "3": value is not a multiple of a given step (4) from (1)',
  },
];

describe('amounts of a shared capacity', () => {
  it.each(policies)('$name', ({ policy, expected }) => {
    const text = renderFieldErrors(checkRequestPolicy(policy, '8Gi', 'x'));
    expect(text.replaceAll('x.validValues', 'p').replaceAll('x.validRange', 'r').replaceAll('x.', '')).toBe(expected);
  });
});
