import type { Scenario } from '../scenario.js';
import { chartFiles } from './charts.js';

const VALUES = 'kind: A\nmetadata:\n  name: x\nv: {{ toJson .Values }}\np: {{ .Template.Name }}\n';

/** A chart `a` with `b` and in it `c`, which two entries name. */
const TWICE = chartFiles('a', {
  'Chart.yaml':
    'apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies:\n- {name: b, version: 1.x, alias: one, import-values: [data]}\n- {name: b, version: 1.x, alias: two, import-values: [data]}\n',
  'templates/a.yaml': `${VALUES}d: {{ .Chart.Dependencies | toJson }}\n`,
  ...chartFiles('charts/b', {
    'Chart.yaml':
      'apiVersion: v2\nname: b\nversion: 1.0.0\ndependencies:\n- {name: c, version: 1.x, alias: inner, condition: c.enabled, import-values: [{child: deep, parent: mine}]}\n',
    'values.yaml': 'exports:\n  data:\n    from: b\n',
    'templates/b.yaml': VALUES,
  }),
  ...chartFiles('charts/b/charts/c', {
    'values.yaml': 'deep:\n  x: 1\n',
    'templates/c.yaml': VALUES,
  }),
  ...chartFiles('charts/b/charts/c/charts/d', { 'templates/d.yaml': VALUES, 'crds/d.yaml': 'kind: D\n' }),
});

const LINTED = chartFiles('top', {
  'Chart.yaml':
    'apiVersion: v2\nname: top\nversion: 1.0.0\nicon: x\ndependencies:\n- name: sub\n  version: 1.x\n  repository: ""\n',
  'values.yaml': 'sub:\n  port: text\n  name: x\n',
  'templates/a.yaml': VALUES,
  ...chartFiles('charts/sub', {
    'Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\nicon: x\n',
    'values.yaml': 'sub:\n  port:\n    number: 1\n',
    'templates/a.yaml': VALUES,
  }),
});

/** Rules that came to light when generated charts were compared. */
export const foundScenarios: readonly Scenario[] = [
  {
    name: 'two aliases of a chart that has subcharts',
    files: TWICE,
    run: [
      'template demo a --include-crds',
      'template demo a --include-crds --set c.enabled=false',
      'template demo a --set two.inner.deep.x=2 --set one.c.enabled=true',
    ],
  },
  {
    name: 'lint of subcharts after a chart that has values for them',
    files: LINTED,
    run: ['lint top --with-subcharts --set sub.name=y', 'lint top --with-subcharts --set sub.port.number=2'],
  },
  {
    name: 'a file of values without a name',
    files: { ...TWICE, 'i.txt': 'text' },
    run: [
      'template demo a --set-file l[0].z=',
      'template demo a --set-file l[0].z=,b=i.txt',
      'template demo a --set-file b=i.txt,l[0].z=',
    ],
  },
  {
    name: 'a registry without TLS that nobody said so of',
    run: ['show chart oci://$OCI/charts/web --version 1.0.0', 'pull oci://$OCI/charts/web'],
  },
  {
    name: 'servers that cut off or lead on for ever',
    run: [
      'pull $HTTP/cut/web-1.0.0.tgz',
      'pull web --repo $HTTP/cut',
      'pull $HTTP/loop/web.tgz',
      'show chart web --repo $HTTP/loop',
    ],
  },
  {
    name: 'certificates that are none',
    files: { 'cert.pem': pem('CERTIFICATE REQUEST'), 'key.pem': pem('PRIVATE KEY'), 'text.pem': 'text\n' },
    run: [
      'pull web --repo $HTTP/charts --cert-file cert.pem --key-file key.pem',
      'pull web --repo $HTTP/charts --cert-file key.pem --key-file key.pem',
      'pull web --repo $HTTP/charts --cert-file text.pem --key-file key.pem',
      'pull web --repo $HTTP/charts --ca-file key.pem',
      'pull web --repo $HTTP/charts --ca-file text.pem',
      'template demo web --repo $HTTP/charts --cert-file cert.pem --ca-file nope.pem',
    ],
  },
];

function pem(type: string): string {
  return `-----BEGIN ${type}-----\nAAAA\n-----END ${type}-----\n`;
}
