import { describe, expect, it } from 'vitest';
import { checkDeviceSelector } from './check-device-selector.js';

const LOOP = 'device.attributes.all(d, device.attributes[d].exists(n, n != ""))';

const rows: readonly (readonly [text: string, expected: ReturnType<typeof checkDeviceSelector>])[] = [
  ['device.driver == "d.example.com"', undefined],
  ['device.attributes["d.example.com"].model', undefined],
  ['device.capacity["d.example.com"].memory.isGreaterThan(quantity("1Gi"))', undefined],
  ['cel.bind(d, device.attributes["d.example.com"], d.a && d.b)', undefined],
  ['device.allowMultipleAllocations', undefined],
  [LOOP, undefined],
  [`${LOOP} && device.attributes.all(a, device.attributes.all(b, ${LOOP}))`, { kind: 'costly' }],
  ['1', { kind: 'invalid', message: 'must evaluate to bool or the unknown type, not int' }],
  [
    'cel.bind(1, 2, true)',
    {
      kind: 'invalid',
      message: [
        'compilation failed: ERROR: <input>:1:10: cel.bind() variable names must be simple identifiers',
        ' | cel.bind(1, 2, true)',
        ' | .........^',
      ].join('\n'),
    },
  ],
];

describe('selectors of devices', () => {
  it.each(rows)('%s', (text, expected) => {
    expect(checkDeviceSelector(text)).toEqual(expected);
  });
});
