import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pushArtifact } from '../testing/push-artifact.js';
import { conditionsOf, type ObjectsOfKind, startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { OCI_REPOSITORY } from './oci-repository-kind.js';

const ZERO = `sha256:${'0'.repeat(64)}`;

describe('an OCIRepository that cannot be had', () => {
  let cluster: TestCluster;
  let repositories: ObjectsOfKind;
  let host: string;
  beforeAll(async () => {
    cluster = await startTestCluster();
    repositories = cluster.of(OCI_REPOSITORY);
    host = cluster.registry.address;
    pushArtifact(cluster.registry, { repository: 'org/app', tags: ['v1'], layers: [{ files: { a: 'a' } }] });
    const metadata = { namespace: 'test', name: 'keys' };
    await cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { 'tls.crt': 'x', username: 'x' } });
  });
  afterAll(() => cluster.close());

  const spec = (rest: object): Record<string, string> =>
    JSON.parse(JSON.stringify({ interval: '1h', url: 'oci://<OCI>/org/app', ...rest }).replaceAll('<OCI>', host));
  let count = 0;

  test.each([
    {
      name: 'a repository that is not there',
      rest: { url: 'oci://<OCI>/org/none' },
      ready:
        'OCIArtifactPullFailed failed to determine artifact digest: GET http://<OCI>/v2/org/none/manifests/latest: NAME_UNKNOWN: Unknown name',
    },
    {
      name: 'a digest that is not there',
      rest: { ref: { digest: ZERO } },
      ready: `OCIArtifactPullFailed failed to pull artifact from 'oci://<OCI>/org/app': GET http://<OCI>/v2/org/app/manifests/${ZERO}: MANIFEST_UNKNOWN: Unknown manifest`,
    },
    {
      name: 'a range without a match',
      rest: { ref: { semver: '>=9' } },
      ready:
        "ReadOperationFailed failed to determine the artifact tag for 'oci://<OCI>/org/app': no match found for semver: >=9",
    },
    {
      name: 'a range that is none',
      rest: { ref: { semver: 'what' } },
      ready: `ReadOperationFailed failed to determine the artifact tag for 'oci://<OCI>/org/app': semver 'what' parse error: improper constraint: "what"`,
    },
    {
      name: 'a filter that is none',
      rest: { ref: { semver: '*', semverFilter: '(' } },
      ready:
        "ReadOperationFailed failed to determine the artifact tag for 'oci://<OCI>/org/app': error parsing regexp: missing closing ): `(`",
    },
    {
      name: 'a Secret that is not there',
      rest: { secretRef: { name: 'none' } },
      ready: `AuthenticationFailed failed to get credential: failed to get secret 'test/none': secrets "none" not found`,
    },
    {
      name: 'a service account that is not there',
      rest: { serviceAccountName: 'none' },
      ready: "AuthenticationFailed failed to get credential: serviceaccount 'test/none' not found",
    },
    {
      name: 'a proxy without an address',
      rest: { proxySecretRef: { name: 'keys' } },
      ready: "AuthenticationFailed failed to get proxy address: secret 'test/keys': key 'address' not found",
    },
    {
      name: 'half a key pair',
      rest: { certSecretRef: { name: 'keys' } },
      ready:
        "AuthenticationFailed failed to generate transport for 'oci://<OCI>/org/app': secret 'test/keys' contains 'tls.crt' but missing 'tls.key'",
    },
    {
      name: 'a registry of nobody’s cloud',
      rest: { provider: 'azure' },
      ready:
        "AuthenticationFailed failed to get credential from azure: invalid Azure registry: '<OCI>'. must match ^.+\\.(azurecr\\.io|azurecr\\.cn|azurecr\\.de|azurecr\\.us)$",
    },
  ])('$name is retried', async ({ rest, ready }) => {
    const name = `broken-${++count}`;
    await repositories.apply(name, spec(rest));
    const conditions = conditionsOf(await repositories.settled(name)).map((text) => text.replaceAll(host, '<OCI>'));
    expect(conditions).toContain(`Ready False ${ready}`);
    expect(conditions).toContain(`FetchFailed True ${ready}`);
    expect(conditions.some((condition) => condition.startsWith('Stalled'))).toBe(false);
  });

  test.each([
    {
      name: 'a URL with a tag',
      rest: { url: 'oci://<OCI>/org/app:v1' },
      stalled:
        "URLInvalid URL validation failed for 'oci://<OCI>/org/app:v1': repository can only contain the characters `abcdefghijklmnopqrstuvwxyz0123456789_-./`: org/app:v1",
    },
    {
      name: 'a cloud provider with a service account',
      rest: { provider: 'gcp', serviceAccountName: 'x' },
      stalled:
        'FeatureGateDisabled to use spec.serviceAccountName for provider authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller',
    },
  ])('$name is stalled', async ({ rest, stalled }) => {
    const name = `stalled-${++count}`;
    await repositories.apply(name, spec(rest));
    const object = await repositories.settled(name);
    const conditions = conditionsOf(object).map((text) => text.replaceAll(host, '<OCI>'));
    expect(conditions).toContain(`Stalled True ${stalled}`);
    expect(conditions).toContain(`Ready False ${stalled}`);
    expect(fieldOf(object, 'status', 'observedGeneration')).toBe(object.metadata.generation);
    expect(fieldOf(object, 'status', 'artifact')).toBeUndefined();
  });
});
