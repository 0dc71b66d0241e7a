import { expect, test } from 'vitest';
import { conditionsOf, startTestCluster } from '../testing/test-cluster.js';
import { BUCKET } from './bucket-kind.js';

test.each(['generic', 'aws'])('a Bucket of %s is refused by the name of its field', async (provider) => {
  const cluster = await startTestCluster();
  const buckets = cluster.of(BUCKET);
  const endpoint = 's3.example.com';
  await buckets.apply('bucket', { interval: '1h', bucketName: 'files', endpoint, provider });
  const stalled = `InvalidProviderConfiguration spec.provider: "${provider}" is not supported yet`;
  const object = await buckets.settled('bucket');
  expect(conditionsOf(object)).toContain(`Stalled True ${stalled}`);
  expect(conditionsOf(object)).toContain(`Ready False ${stalled}`);
  expect(object.metadata.finalizers).toBeUndefined();
  await cluster.close();
});
