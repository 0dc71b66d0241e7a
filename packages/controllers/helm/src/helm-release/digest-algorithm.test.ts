import { afterEach, expect, it } from 'vitest';
import { MESSAGE_TEMPLATE, TestCluster } from '../testing/test-cluster.js';

let cluster: TestCluster;
afterEach(() => cluster.close());

it.each(['sha512', 'blake3'] as const)(
  'writes digests of %s when it is told to, and knows them again',
  async (algorithm) => {
    cluster = await TestCluster.start({ snapshotDigestAlgorithm: algorithm });
    await cluster.chart({ values: { message: 'hello' }, templates: { 'message.yaml': MESSAGE_TEMPLATE } });
    const commonMetadata = { labels: { team: 'a' } };
    await cluster.apply('app', { commonMetadata });
    const { status } = await cluster.ready('app', 1);
    expect(status?.history?.[0]?.digest).toMatch(new RegExp(`^${algorithm}:`));
    expect(status?.history?.[0]?.configDigest).toMatch(new RegExp(`^${algorithm}:`));
    expect(status?.observedCommonMetadataDigest).toMatch(new RegExp(`^${algorithm}:`));
    await cluster.apply('app', { commonMetadata, interval: '2h' });
    const again = await cluster.untilRelease('app', (object) => object.status?.observedGeneration === 2);
    expect(again.status?.history?.map(({ version }) => version)).toEqual([1]);
  },
);
