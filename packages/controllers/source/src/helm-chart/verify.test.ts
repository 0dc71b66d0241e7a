import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { artifactOf } from '@gotk/flux-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HELM_REPOSITORY } from '../helm-repository/helm-repository-kind.js';
import { chartPackage } from '../testing/chart-package.js';
import { pushArtifact } from '../testing/push-artifact.js';
import { type FileServer, serveFiles } from '../testing/serve-files.js';
import { signArtifact } from '../testing/sign-artifact.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { HELM_CHART } from './helm-chart-kind.js';

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const keys = { ours: generateKeyPairSync('ec', { namedCurve: 'P-256' }), others: generateKeyPairSync('ed25519') };

describe('a HelmChart that asks for a signature', () => {
  let cluster: TestCluster;
  let charts: ObjectsOfKind;
  let web: FileServer;
  beforeAll(async () => {
    cluster = await startTestCluster();
    charts = cluster.of(HELM_CHART);
    web = await serveFiles();
    const repositories = cluster.of(HELM_REPOSITORY);
    await repositories.apply('oci', { type: 'oci', insecure: true, url: `oci://${cluster.registry.address}/charts` });
    web.files.set('/http/web-1.0.0.tgz', chartPackage('web', '1.0.0'));
    const entry = '{name: web, version: 1.0.0, urls: [web-1.0.0.tgz]}';
    web.files.set('/http/index.yaml', `apiVersion: v1\nentries:\n  web:\n  - ${entry}\n`);
    await repositories.apply('http', { url: `${web.url}/http` });
    await repositories.settled('http');
    const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
    const [ours, others] = [pem(keys.ours.publicKey), pem(keys.others.publicKey)];
    const secrets = { ours: { 'a.pub': ours }, both: { 'a.pub': others, 'b.pub': ours }, none: { 'a.txt': ours } };
    for (const [name, stringData] of Object.entries(secrets)) {
      await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'test', name }, stringData });
    }
  });
  afterAll(async () => {
    await cluster.close();
    await web.close();
  });

  const push = (name: string, version = '1.0.0'): string => {
    const layers = [{ mediaType: CHART_LAYER, bytes: chartPackage(name, version) }];
    return pushArtifact(cluster.registry, { repository: `charts/${name}`, tags: [version], layers });
  };
  const sign = (name: string, digest: string, key = keys.ours.privateKey): void =>
    signArtifact(cluster.registry, { repository: `charts/${name}`, digest, key });
  const apply = (chart: string, secret: string, source = 'oci') =>
    charts.apply(chart, {
      interval: '1h',
      chart: source === 'oci' ? chart : 'web',
      sourceRef: { kind: 'HelmRepository', name: source },
      verify: { provider: 'cosign', secretRef: { name: secret } },
    });

  it.each(['ours', 'both'])('has it by one of the keys of the Secret %s', async (secret) => {
    const name = `by-${secret}`;
    sign(name, push(name));
    await apply(name, secret);
    const object = await charts.settled(name);
    expect(conditionsOf(object)).toContain('SourceVerified True Succeeded verified signature of version 1.0.0');
    expect(artifactOf(object)?.revision).toBe('1.0.0');
  });

  it('is not built when nobody it trusts has signed', async () => {
    const digest = push('stranger');
    sign('stranger', digest, keys.others.privateKey);
    await apply('stranger', 'ours');
    const object = await charts.settled('stranger');
    const reference = `oci://${cluster.registry.address}/charts/stranger@${digest}`;
    const why = `chart verification error: failed to verify ${reference}: no matching signatures`;
    const conditions = conditionsOf(object).join('\n');
    expect(conditions).toContain(`SourceVerified False VerificationError ${why}`);
    expect(conditions).toContain(`BuildFailed True ChartVerificationError ${why}`);
    expect(conditions).toContain(`Ready False VerificationError ${why}`);
    expect(artifactOf(object)).toBeUndefined();
  });

  it('is looked at every time, and keeps the chart that was verified', async () => {
    const first = push('moved');
    sign('moved', first);
    await apply('moved', 'ours');
    const before = artifactOf(await charts.settled('moved'));
    pushArtifact(cluster.registry, {
      repository: 'charts/moved',
      tags: ['1.0.0'],
      layers: [{ mediaType: CHART_LAYER, bytes: chartPackage('moved', '1.0.0', { 'values.yaml': 'evil: true\n' }) }],
    });
    await charts.request('moved', 'again');
    const object = await charts.settled('moved', 'again');
    expect(conditionsOf(object).join()).toContain('Ready False VerificationError chart verification error: ');
    expect(artifactOf(object)).toEqual(before);
  });

  it.each([
    [
      'none',
      'oci',
      "failed to verify the signature using provider 'cosign': no public keys found in secret 'test/none'",
    ],
    ['missing', 'oci', 'failed to verify the signature using provider \'cosign\': secrets "missing" not found'],
    ['ours', 'http', 'chart verification error: not implemented'],
  ])('tells what it lacks: Secret %s, repository %s', async (secret, source, problem) => {
    const name = `lacks-${secret}`;
    push(name);
    await apply(name, secret, source);
    const conditions = conditionsOf(await charts.settled(name)).join('\n');
    expect(conditions).toContain(`SourceVerified False VerificationError ${problem}`);
    expect(conditions).toContain(`Ready False VerificationError ${problem}`);
  });
});
