import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionsOf, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { parseGitRepository } from './parse-git-repository.js';

const good = { interval: '1m', url: 'https://example.com/x.git' };

const malformed: readonly { name: string; spec: unknown; message: string }[] = [
  { name: 'no spec', spec: undefined, message: 'spec must be an object' },
  { name: 'a spec that is a list', spec: [], message: 'spec must be an object' },
  { name: 'no URL', spec: { interval: '1m' }, message: 'spec.url is required' },
  { name: 'a URL that is a number', spec: { ...good, url: 1 }, message: 'url must be a text' },
  { name: 'no interval', spec: { url: good.url }, message: 'spec.interval is required' },
  { name: 'an interval that is none', spec: { ...good, interval: 'soon' }, message: 'spec.interval: ' },
  { name: 'a timeout that is a number', spec: { ...good, timeout: 60 }, message: 'timeout must be a text' },
  { name: 'includes that are no list', spec: { ...good, include: {} }, message: 'spec.include must be a list' },
  { name: 'an include of nothing', spec: { ...good, include: [null] }, message: 'spec.include must name a repository' },
  {
    name: 'sparse directories that are no list',
    spec: { ...good, sparseCheckout: 'x' },
    message: 'spec.sparseCheckout must be a list',
  },
  { name: 'a branch that is a list', spec: { ...good, ref: { branch: ['main'] } }, message: 'branch must be a text' },
  {
    name: 'an unknown mode',
    spec: { ...good, verify: { mode: 'x' } },
    message: 'spec.verify.mode has the unknown value "x"',
  },
];

test.each(malformed)('$name is refused', ({ spec, message }) => {
  const object = { apiVersion: 'x', kind: 'GitRepository', metadata: { name: 'x' }, spec } as KubeObject;
  expect(() => parseGitRepository(object)).toThrow(message);
});

describe('malformed objects', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster({ withoutSchema: true });
  });
  afterAll(() => cluster.close());

  test('are stalled, one by one, and harm nobody else', async () => {
    const hash = await cluster.commit('app', { files: { a: 'a' } });
    for (const [index, { spec }] of malformed.entries()) {
      await cluster.applyRepository(`malformed-${index}`, spec as JsonObject);
    }
    await cluster.applyRepository('healthy', { interval: '1h', url: cluster.urlOf('app'), ref: { branch: 'main' } });
    expect(conditionsOf(await cluster.settled('healthy'))[0]).toBe(
      `Ready True Succeeded stored artifact for revision 'main@sha1:${hash}'`,
    );
    for (const [index, { message }] of malformed.entries()) {
      const object = await cluster.settled(`malformed-${index}`);
      expect(conditionsOf(object)[0]).toContain(`Stalled True InvalidSpec malformed object: ${message}`);
    }
  });
});
