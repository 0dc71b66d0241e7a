// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of the manifests
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, conditionsOf, configMap, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;

beforeEach(async () => {
  cluster = await TestCluster.start();
});

afterEach(() => cluster.close());

async function dataOf(name: string): Promise<unknown> {
  return (await cluster.find(CONFIG_MAP, name))?.['data'];
}

describe('variables', () => {
  it('come from ConfigMaps and Secrets in order, and inline ones win', async () => {
    await cluster.applyObject({
      ...CONFIG_MAP,
      metadata: { namespace: 'ns', name: 'vars' },
      data: { A: 'cm', B: 'cm', C: 'two\nlines\n' },
    });
    const data = { B: Buffer.from('secret').toString('base64') };
    await cluster.applyObject({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'ns', name: 'vars' }, data });
    await cluster.source('r1', {
      'a.yaml': configMap('a', { a: '${A}', b: '${B}', c: '${C}', d: '${D:=default}', e: '$${E}', inline: '${I}' }),
    });
    const substituteFrom = [
      { kind: 'ConfigMap', name: 'vars' },
      { kind: 'Secret', name: 'vars' },
      { kind: 'Secret', name: 'none', optional: true },
    ] as const;
    await cluster.apply('app', { postBuild: { substitute: { A: 'inline', I: 'i' }, substituteFrom } });
    await cluster.ready('app');
    expect(await dataOf('a')).toEqual({
      a: 'inline',
      b: 'secret',
      c: 'twolines',
      d: 'default',
      e: '${E}',
      inline: 'i',
    });
  });

  it('are left alone where an object asks for it', async () => {
    const off = { annotations: { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' } };
    await cluster.source('r1', { 'a.yaml': configMap('a', { a: '${A}' }, off) });
    await cluster.apply('app', { postBuild: { substitute: { A: 'x' } } });
    await cluster.ready('app');
    expect(await dataOf('a')).toEqual({ a: '${A}' });
  });

  it.each([
    ['without any nothing is substituted', undefined, '${A:=x}'],
    ['without any they are all the same when told so', 'Always', 'x'],
  ] as const)('%s', async (_name, substituteStrategy, expected) => {
    await cluster.source('r1', { 'a.yaml': configMap('a', { a: '${A:=x}' }) });
    await cluster.apply('app', { postBuild: substituteStrategy === undefined ? {} : { substituteStrategy } });
    await cluster.ready('app');
    expect(await dataOf('a')).toEqual({ a: expected });
  });

  it.each([
    [
      'that is not set is an error',
      { substitute: { B: 'x' } },
      'post build failed for \'ConfigMap.v1.[noGrp]/a\': envsubst error: variable substitution failed: variable not set (strict mode): "A"',
    ],
    [
      'with a bad name is an error',
      { substitute: { 'not-a-name': 'x' } },
      "post build failed for 'ConfigMap.v1.[noGrp]/a': envsubst error: 'not-a-name' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'",
    ],
    [
      'from something that is not there is an error',
      { substituteFrom: [{ kind: 'ConfigMap', name: 'none' }] },
      "post build failed for 'ConfigMap.v1.[noGrp]/a': substitute from 'ConfigMap/none' error: configmaps \"none\" not found",
    ],
  ] as const)('%s', async (_name, postBuild, message) => {
    await cluster.source('r1', { 'sub/a.yaml': configMap('a', { a: '${A}' }) });
    await cluster.apply('app', { postBuild });
    const object = await cluster.settled('app');
    expect(conditionsOf(object)[1]).toBe(`Ready=False BuildFailed: ${message}`);
    expect(object.status?.diagnostics?.some(({ file }) => file === 'sub/a.yaml')).toBe(true);
  });

  it('that change in a labelled ConfigMap are applied at once', async () => {
    const vars = (value: string) => ({
      ...CONFIG_MAP,
      metadata: { namespace: 'ns', name: 'vars', labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
      data: { A: value },
    });
    await cluster.applyObject(vars('one'));
    await cluster.source('r1', { 'a.yaml': configMap('a', { a: '${A}' }) });
    await cluster.apply('app', { postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'vars' }] } });
    await cluster.ready('app');
    await cluster.applyObject(vars('two'));
    await cluster.until(
      { ...CONFIG_MAP, namespace: 'ns', name: 'a' },
      (object) => JSON.stringify(object?.['data']) === '{"a":"two"}',
    );
  });
});
