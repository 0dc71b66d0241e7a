import { describe, expect, test } from 'vitest';
import { internalDifference } from './internal-difference.js';
import type { InternalType } from './internal-type.js';
import { renderInternalValue } from './render-internal-value.js';

interface Row {
  readonly name: string;
  readonly type: InternalType;
  readonly value: object | undefined;
  readonly text: string;
}

const rows: readonly Row[] = [
  {
    name: 'every field is there, by its name in Go and in the order of the type',
    type: 'core.Toleration',
    value: { value: 'b', key: 'a' },
    text: '{"Key":"a","Operator":"","Value":"b","Effect":"","TolerationSeconds":null}',
  },
  {
    name: 'names that are not only written with a capital letter',
    type: 'core.RBDVolumeSource',
    value: { monitors: ['m'], image: 'i', fsType: 'ext4', pool: 'p', user: 'u', secretRef: { name: 's' } },
    text: '{"CephMonitors":["m"],"RBDImage":"i","FSType":"ext4","RBDPool":"p","RadosUser":"u","Keyring":"","SecretRef":{"Name":"s"},"ReadOnly":false}',
  },
  {
    name: 'types of every API have the names of JSON and leave out what is empty',
    type: 'apps.DeploymentSpec',
    value: { selector: { matchExpressions: [{ operator: 'Exists', key: 'b' }], matchLabels: { 10: 'x', 9: 'y' } } },
    text: '"Selector":{"matchLabels":{"10":"x","9":"y"},"matchExpressions":[{"key":"b","operator":"Exists"}]}',
  },
  {
    name: 'metadata of a template stand beside its spec',
    type: 'core.PodTemplateSpec',
    value: { metadata: { labels: { app: 'a' } }, spec: {} },
    text: '{"labels":{"app":"a"},"Spec":{"Volumes":null,',
  },
  {
    name: 'what a pod shares with its host is part of its security context, which is always there',
    type: 'core.PodSpec',
    value: { hostNetwork: true, hostUsers: false },
    text: '"SecurityContext":{"HostNetwork":true,"HostPID":false,"HostIPC":false,"ShareProcessNamespace":null,"HostUsers":false,',
  },
  {
    name: 'amounts, ports and lists of bytes',
    type: 'core.ContainerPort',
    value: { containerPort: 80, protocol: 'TCP' },
    text: '{"Name":"","HostPort":0,"ContainerPort":80,"Protocol":"TCP","HostIP":""}',
  },
  {
    name: 'numbers and texts in one field',
    type: 'apps.RollingUpdateDeployment',
    value: { maxUnavailable: '25%' },
    text: '{"MaxUnavailable":"25%","MaxSurge":0}',
  },
  {
    name: 'characters of HTML are escaped',
    type: '[]core.HostAlias',
    value: [{ ip: '<&>', hostnames: [] }],
    text: '[{"IP":"\\u003c\\u0026\\u003e","Hostnames":[]}]',
  },
  {
    name: 'keys of objects that JavaScript has of its own',
    type: 'core.CSIVolumeSource',
    value: { driver: 'd', volumeAttributes: JSON.parse('{"__proto__":"a","constructor":"b"}') as object },
    text: '"VolumeAttributes":{"__proto__":"a","constructor":"b"}',
  },
  { name: 'nothing', type: '[]core.HostAlias', value: undefined, text: 'null' },
];

describe('renderInternalValue', () => {
  for (const { name, type, value, text } of rows)
    test(name, () => {
      expect(renderInternalValue(type, value)).toContain(text);
    });

  test('a level of indentation for each level of nesting', () => {
    const value = { httpHeaders: [{ name: 'a', value: 'b' }], port: 80 };
    const lines = ['{', ' "Path": "",', ' "Port": 80,', ' "Host": "",', ' "Scheme": "",', ' "HTTPHeaders": ['];
    const header = ['  {', '   "Name": "a",', '   "Value": "b"', '  }', ' ]', '}'];
    expect(renderInternalValue('core.HTTPGetAction', value, { indent: ' ' })).toBe([...lines, ...header].join('\n'));
  });
});

test('internalDifference shows what changed among the lines around it', () => {
  const [before, after] = [
    { name: 'a', image: 'x' },
    { name: 'a', image: 'x', command: ['run'] },
  ];
  expect(internalDifference('core.EphemeralContainer', before, after)).toBe(
    [
      '@@ -1,7 +1,9 @@',
      ' {',
      '  "Name": "a",',
      '  "Image": "x",',
      '- "Command": null,',
      '+ "Command": [',
      '+  "run"',
      '+ ],',
      '  "Args": null,',
      '  "WorkingDir": "",',
      '  "Ports": null,',
      '',
    ].join('\n'),
  );
});
