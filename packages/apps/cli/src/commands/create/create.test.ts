import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAlone } from '../../testing/test-cluster.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flux-create-'));
  writeFileSync(join(folder, 'a.yaml'), 'a: 1\nb: {c: [x], d: 1}\n');
  writeFileSync(join(folder, 'b.yaml'), 'a: 2\nb: {e: yes}\n');
  writeFileSync(join(folder, 'list.yaml'), '[]\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('flux create --export prints', () => {
  const rows: readonly [args: string, spec: string][] = [
    [
      'kustomization app --source Bucket/b.ns --path ../../up/./x --health-check Deployment/web.shop,HelmRelease/db.shop --depends-on a,ns/b --retry-interval 90s',
      `  dependsOn:
  - name: a
  - name: b
    namespace: ns
  healthChecks:
  - kind: Deployment
    name: web
    namespace: shop
  - apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    name: db
    namespace: shop
  interval: 1m0s
  path: ./up/x
  prune: false
  retryInterval: 1m30s
  sourceRef:
    kind: Bucket
    name: b
    namespace: ns
  timeout: 2m0s
`,
    ],
    [
      'source git app --url ssh://git@example.com/a --branch main --commit abc --ignore-paths a,b --fetch-timeout 30s',
      `  ignore: |-
    a
    b
  interval: 1m0s
  ref:
    branch: main
    commit: abc
  timeout: 30s
  url: ssh://git@example.com/a
`,
    ],
    [
      'helmrelease app --chart c --source HelmRepository/r --values a.yaml,b.yaml --values-from secret/s',
      `  chart:
    spec:
      chart: c
      reconcileStrategy: ChartVersion
      sourceRef:
        kind: HelmRepository
        name: r
  interval: 1m0s
  values:
    a: 2
    b:
      c:
      - x
      d: 1
      e: true
  valuesFrom:
  - kind: Secret
    name: s
`,
    ],
    [
      `image policy app --image-ref app --select-semver 1.x --filter-regex ^(?P<v>.*)$ --filter-extract $\{v}$1$$`,
      `  filterTags:
    extract: \${v}$1$$
    pattern: ^(?P<v>.*)$
  imageRepositoryRef:
    name: app
  policy:
    semver:
      range: 1.x
`,
    ],
  ];
  it.each(rows)('%s', async (args, spec) => {
    const run = await runAlone(['create', ...args.split(' '), '--export'], { cwd: folder });
    expect(run.stderr).toBe('');
    expect(run.stdout.slice(run.stdout.indexOf('spec:\n') + 'spec:\n'.length)).toBe(spec);
  });

  it('labels', async () => {
    const run = await runAlone(
      'create alert app --provider-ref p --event-source Kustomization/* --label a=b,x/c=d --export'.split(' '),
    );
    expect(run.stdout).toContain('  labels:\n    a: b\n    x/c: d\n  name: app\n');
  });
});

describe('flux create refuses', () => {
  const rows: readonly [args: string, message: string | RegExp][] = [
    ['source git', 'name is required'],
    ['source git app_1 --url x', /^name 'app_1' is invalid/],
    ['source git app --url https://x --branch b --label a', "invalid label format 'a', must be key=value"],
    ['source git app --url https://x --branch b --label -a=b', /^invalid label '-a': \[/],
    [
      'source git app --url https://x --branch b --provider nope',
      `invalid argument "nope" for "--provider" flag: source Git provider 'nope' is not supported, must be one of: generic|github|aws|azure`,
    ],
    ['source oci app --url oci://x', '--tag, --tag-semver or --digest is required'],
    [
      'source oci app --url oci://x --tag a --layer-selector x',
      `invalid --layer-selector "x": must be in the format '<media-type>:<operation>'`,
    ],
    [
      'source oci app --url oci://x --tag a --verify-secret-ref s',
      'a verification provider must be specified when a secret is specified',
    ],
    ['source helm app --url https:///x', 'url host is required'],
    [
      'kustomization app --source GitRepository',
      `invalid argument "GitRepository" for "--source" flag: no kind specified for source 'GitRepository'`,
    ],
    [
      'kustomization app --source a --health-check Pod/a.b',
      "invalid health check kind 'Pod' can be HelmRelease, Deployment, DaemonSet or StatefulSet",
    ],
    [
      'helmrelease app --chart c --source HelmRepository/r --values none.yaml',
      'reading values from none.yaml failed: open none.yaml: no such file or directory',
    ],
    [
      'helmrelease app --chart c --source HelmRepository/r --values list.yaml',
      'unmarshaling values from list.yaml failed: not a map',
    ],
    [
      'helmrelease app --chart c --source HelmRepository/r --reconcile-strategy x',
      "'x' is an invalid reconcile strategy(valid: Revision, ChartVersion)",
    ],
    [
      'image policy app --image-ref a --select-semver 1 --select-alpha asc',
      'only one of --select-semver, --select-alpha or --select-numeric can be specified',
    ],
    ['image policy app --image-ref a --select-alpha up', '--select-alpha must be one of ["asc", "desc"]'],
    [
      'image policy app --image-ref a --select-semver 1 --filter-regex (?P<a>.) --filter-extract $b',
      'capture group $b used in --filter-extract not found in --filter-regex',
    ],
    [
      'image policy app --image-ref a --select-semver 1 --filter-extract $b',
      'cannot specify --filter-extract without specifying --filter-regex',
    ],
    ['secret tls app --tls-crt-file a.yaml', 'both certificate and private key must be provided together'],
    [
      'secret git app --url https://x --username u',
      'for Git over HTTP/S the username and password, or a bearer token is required',
    ],
    ['secret oci app --url ghcr.io --username u', '--password is required'],
    ['tenant app --with-namespace a/b/c', /^invalid namespace 'a\/b\/c': \[/],
  ];
  it.each(rows)('%s', async (args, message) => {
    const run = await runAlone(['create', ...args.split(' '), '--export'], { cwd: folder });
    const last = run.stderr.trimEnd().split('\n').at(-1) ?? '';
    if (typeof message === 'string') expect(last).toBe(`✗ ${message}`);
    else expect(last.replace('✗ ', '')).toMatch(message);
    expect(run.exitCode).toBe(1);
  });
});
