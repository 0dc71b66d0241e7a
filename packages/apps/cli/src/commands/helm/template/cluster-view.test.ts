import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../../../testing/test-cluster.js';

const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  found: {{ dig "data" "a" "nothing" (lookup "v1" "ConfigMap" "default" "there") }}
  flux: "{{ .Capabilities.APIVersions.Has "kustomize.toolkit.fluxcd.io/v1/Kustomization" }}"
`;

describe('flux helm template --dry-run=server', () => {
  let cluster: TestCluster;
  let cwd: string;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'there', namespace: 'default' },
      data: { a: 'something' },
    });
    cwd = mkdtempSync(join(tmpdir(), 'flux-helm-'));
    mkdirSync(join(cwd, 'web/templates'), { recursive: true });
    writeFileSync(join(cwd, 'web/Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    writeFileSync(join(cwd, 'web/templates/cm.yaml'), TEMPLATE);
  });
  afterAll(async () => {
    rmSync(cwd, { recursive: true });
    await cluster.close();
  });

  it('takes capabilities and lookups from the cluster', async () => {
    const { stdout, exitCode } = await cluster.flux(['helm', 'template', 'x', 'web', '--dry-run=server'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('found: something\n  flux: "true"');
  });

  it('takes the version from the cluster whatever flags say, and nothing more than that in Helm 3 without --validate', async () => {
    writeFileSync(join(cwd, 'web/templates/v.yaml'), 'kind: A\nv: {{ .Capabilities.KubeVersion.Version }}\n');
    const flags = ['--dry-run=server', '--kube-version', '1.20'];
    const helm4 = await cluster.flux(['helm', 'template', 'x', 'web', '--disable-openapi-validation', ...flags], {
      cwd,
    });
    expect(helm4.stderr).toContain('no matches for kind "A"');
    const helm3 = await cluster.flux(['helm', '--helm-version', '3.22', 'template', 'x', 'web', ...flags], { cwd });
    rmSync(join(cwd, 'web/templates/v.yaml'));
    expect(helm3.stdout).toContain('v: v1.20');
    expect(helm3.stdout).toContain('found: something');
  });

  it('fails for a lookup in a group that the cluster does not serve', async () => {
    writeFileSync(join(cwd, 'web/templates/v.yaml'), 'kind: A\nv: {{ lookup "x.example/v1" "X" "" "" }}\n');
    const { stderr } = await cluster.flux(['helm', 'template', 'x', 'web', '--dry-run=server'], { cwd });
    rmSync(join(cwd, 'web/templates/v.yaml'));
    expect(stderr).toContain('level=ERROR msg="unable to retrieve resource list" GroupVersion=x.example/v1');
    expect(stderr).toContain(
      'unable to get apiresource from unstructured: x.example/v1, Kind=X: the server could not find the requested resource',
    );
  });

  it('asks no cluster without it', async () => {
    const { stdout } = await cluster.flux(['helm', 'template', 'x', 'web'], { cwd });
    expect(stdout).toContain('found: nothing\n  flux: "false"');
  });

  it('refuses kinds that the cluster does not serve', async () => {
    writeFileSync(join(cwd, 'web/templates/x.yaml'), 'apiVersion: x.example/v1\nkind: X\nmetadata: {name: a}\n');
    const { stderr, exitCode } = await cluster.flux(['helm', 'template', 'x', 'web', '--validate'], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no matches for kind "X" in version "x.example/v1"\nensure CRDs are installed first');
  });
});
