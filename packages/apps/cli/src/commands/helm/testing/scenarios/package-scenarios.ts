import type { Scenario } from '../scenario.js';
import { chartFiles, WEB } from './charts.js';

const LINES: readonly string[] = [
  'package web',
  'package ./web/ web2',
  'package web -d out',
  'package web --destination out/deep',
  'package web --version 2.0.0-rc.1+b',
  'package web --version 1.2',
  'package web --version nope',
  'package web --app-version 7',
  'package',
  'package nope',
  'package empty',
  'package web.txt',
  'package bad',
  'package deps',
  'package deps -u',
  'package parent',
  'package v1',
  'package schema',
  'package locked',
  'package ignoring',
  'package web --sign',
  'package web --sign --key me --keyring nope.gpg',
  'package web -d file/x',
  'package long',
];

const LONG =
  'a-name-that-is-so-long-that-it-does-not-fit-into-the-field-for-names-of-a-tar-and-goes-into-another-field-of-it';

/** `helm package`. */
export const packageScenarios: readonly Scenario[] = LINES.map((line) => ({
  name: line,
  files: {
    ...WEB,
    ...chartFiles('web2', { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n' }),
    'empty/x': '',
    'web.txt': 'x',
    file: 'x',
    ...chartFiles('bad', { 'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: one\n' }),
    ...chartFiles('deps', {
      'Chart.yaml':
        'apiVersion: v2\nname: deps\nversion: 1.0.0\ndependencies:\n- {name: web, version: 1.x, repository: "file://../web"}\n',
    }),
    ...chartFiles('parent', {
      'charts/b/Chart.yaml': 'apiVersion: v2\nname: b\nversion: 1.0.0\n',
      'charts/b/templates/x.yaml': 'kind: X\n',
      'charts/a-1.0.0.tgz': {
        chart: { 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n', 'values.yaml': 'x: 1\n' },
      },
      'files/deep/x.txt': 'x',
      LICENSE: 'free',
      'values.yaml': 'a: 1\n',
    }),
    ...chartFiles('v1', {
      'Chart.yaml': 'apiVersion: v1\nname: v1\nversion: 1.0.0\n',
      'requirements.yaml': 'dependencies:\n- {name: b, version: 1.x, repository: ""}\n',
      'requirements.lock': 'dependencies: []\ndigest: sha256:1\ngenerated: "2024-01-02T03:04:05.5Z"\n',
      'charts/b/Chart.yaml': 'name: b\nversion: 1.0.0\n',
    }),
    ...chartFiles('schema', { 'values.schema.json': '{ "a": ', 'values.yaml': 'a: 1\n' }),
    ...chartFiles('locked', {
      'Chart.lock':
        'dependencies:\n- name: b\n  repository: https://r\n  version: 1.0.0\ndigest: sha256:1\ngenerated: "2024-01-02T03:04:06Z"\n',
    }),
    ...chartFiles('ignoring', {
      '.helmignore': '*.txt\n/sub/\n',
      'a.txt': 'a',
      'sub/b': 'b',
      'c.md': 'c',
      'templates/.hidden': 'x',
      '.dot': 'dot',
    }),
    ...chartFiles('long', { [`files/${LONG}/x.txt`]: 'x', 'templates/ümlaut.yaml': 'kind: U\n' }),
  },
  run: [line],
}));
