import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiServer, type ApiServerOptions, createApiServer } from '../api-server.js';
import { secretsInMemory } from '../core/secret-files.js';
import { CertificateAuthority } from '../http/certificate-authority.js';

interface Review {
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly object: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } } | null;
    readonly oldObject: unknown;
    readonly dryRun: boolean;
    readonly options?: { readonly gracePeriodSeconds?: number };
  };
}

type Answer = (review: Review) => object | string;

const SERVICE = { namespace: 'default', name: 'hook', path: '/ask', port: 443 };

let hook: Server;
let answer: Answer;
let asked: Review[];
let paths: string[];
let caBundle: string;
let server: ApiServer;
let client: KubeClient;

beforeEach(async () => {
  asked = [];
  paths = [];
  answer = () => ({ allowed: true });
  const authority = new CertificateAuthority(secretsInMemory(), { now: () => Date.now() });
  const { key, cert } = authority.issue(['hook.default.svc', 'localhost', '127.0.0.1']);
  caBundle = Buffer.from(authority.certificate).toString('base64');
  hook = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.push(`${request.method} ${request.url?.split('?')[0]}`);
      const text = Buffer.concat(chunks).toString() || '{"request":{"uid":""}}';
      const review = JSON.parse(text) as Review;
      asked.push(review);
      const given = answer(review);
      if (given === 'silence') return;
      if (typeof given === 'object' && 'redirect' in given) {
        response
          .writeHead(Number(given.redirect), {
            location: request.url?.startsWith('/loop') === true ? '/loop' : '/elsewhere',
          })
          .end();
        return;
      }
      response.setHeader('content-type', typeof given === 'string' ? 'text/plain' : 'application/json');
      if (typeof given === 'string') response.statusCode = 500;
      const wrapped = {
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        response: { uid: review.request.uid, ...(given as object) },
      };
      response.end(typeof given === 'string' ? given : JSON.stringify(wrapped));
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, resolve));
  await start({});
});

afterEach(async () => {
  await server.close();
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});

async function start(options: ApiServerOptions): Promise<void> {
  server = await createApiServer({ controllers: false, ...options });
  client = createKubeClient(server.transport());
}

function url(path = '/ask'): string {
  return `https://localhost:${(hook.address() as AddressInfo).port}${path}`;
}

async function install(kind: 'Mutating' | 'Validating', webhooks: readonly object[]): Promise<void> {
  await client.create({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: 'hooks' },
    webhooks: webhooks.map((webhook, index) => ({
      name: `hook-${index}.example.com`,
      rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      clientConfig: { url: url(), caBundle },
      ...webhook,
    })),
  } as never);
}

const configMap = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels },
});

const podDeletions = { operations: ['DELETE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };

function deletedAfter(object: unknown): number | undefined {
  return (object as { metadata: { deletionGracePeriodSeconds?: number } }).metadata.deletionGracePeriodSeconds;
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

async function failureOf(write: Promise<unknown>): Promise<string> {
  return write.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** The warnings of a write, as its answer carries them. */
async function warningsOf(name: string): Promise<readonly string[]> {
  const path = '/api/v1/namespaces/default/configmaps';
  const { warnings } = await server.transport().request({ method: 'POST', path, body: configMap(name) });
  return warnings;
}

describe('validating webhooks', () => {
  test('see the request and let it pass', async () => {
    await install('Validating', [{}]);
    await client.create(configMap('a', { a: 'b' }));
    expect(asked.map(({ request }) => [request.operation, request.object?.metadata.labels, request.oldObject])).toEqual(
      [['CREATE', { a: 'b' }, null]],
    );
  });

  test('refuse it in their own words', async () => {
    answer = () => ({ allowed: false, status: { code: 403, reason: 'Forbidden', message: 'no' } });
    await install('Validating', [{}]);
    expect(await failureOf(client.create(configMap('a')))).toBe(
      'admission webhook "hook-0.example.com" denied the request: no',
    );
  });

  const broken: readonly { readonly name: string; readonly given: object | string; readonly why: RegExp }[] = [
    { name: 'an error', given: 'boom', why: /failed to call webhook: an error on the server \("boom"\)/ },
    { name: 'another request', given: { uid: 'x', allowed: true }, why: /expected response\.uid="[^"]+", got "x"/ },
    {
      name: 'something of another type',
      given: { allowed: true, warnings: 'x' },
      why: /failed to call webhook: json: cannot unmarshal string .* AdmissionResponse\.response\.warnings of type \[\]string/,
    },
    {
      name: 'a patch',
      given: { allowed: true, patch: 'e30=' },
      why: /validating webhook may not return response\.patch/,
    },
  ];
  test.each(broken)('that answer with $name fail, or are ignored', async ({ given, why }) => {
    answer = () => given;
    await install('Validating', [{}]);
    const failure = await failureOf(client.create(configMap('a')));
    expect(failure).toMatch(/^Internal error occurred: failed calling webhook "hook-0\.example\.com": /);
    expect(failure).toMatch(why);
    await client.delete({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      name: 'hooks',
    });
    await install('Validating', [{ failurePolicy: 'Ignore' }]);
    await client.create(configMap('a'));
  });

  test.each([
    ['are followed to where they send a request again', 307, 'no failure', ['POST /ask', 'POST /elsewhere']],
    [
      'are followed to where they send a request without what was asked',
      302,
      /^Internal error occurred: failed calling webhook "hook-0.example.com": received invalid webhook response: /,
      ['POST /ask', 'GET /elsewhere'],
    ],
  ])('%s', async (_name, redirect, expected, requests) => {
    answer = () => (paths.length === 1 ? { redirect } : { allowed: true });
    await install('Validating', [{}]);
    expect(await failureOf(client.create(configMap('sent-on')))).toMatch(expected);
    expect(paths).toEqual(requests);
  });

  test('that send a request in circles are given up', async () => {
    answer = () => ({ redirect: 308 });
    await install('Validating', [{ clientConfig: { url: url('/loop'), caBundle } }]);
    const why = 'failed to call webhook: Post "/loop": stopped after 10 redirects';
    expect(await failureOf(client.create(configMap('in-circles')))).toContain(why);
    expect(paths).toHaveLength(10);
  });

  test('are asked again when what was marked goes at once', async () => {
    await install('Validating', [{ rules: [podDeletions] }]);
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' } };
    await client.create({ ...pod, spec: { containers: [{ name: 'a', image: 'a' }] } } as never);
    await server.transport().request({ method: 'DELETE', path: '/api/v1/namespaces/default/pods/p' });
    const graces = asked.map(({ request }) => [request.options?.gracePeriodSeconds, deletedAfter(request.oldObject)]);
    expect(graces).toEqual([
      [0, undefined],
      [0, 0],
    ]);
  });

  test('that say nothing run out of time', async () => {
    answer = () => 'silence';
    await install('Validating', [{ timeoutSeconds: 1 }]);
    expect(await failureOf(client.create(configMap('a')))).toMatch(/\?timeout=1s": context deadline exceeded$/);
  });

  test('must be who they say they are', async () => {
    const other = new CertificateAuthority(secretsInMemory(), { now: () => Date.now() });
    await install('Validating', [
      { clientConfig: { url: url(), caBundle: Buffer.from(other.certificate).toString('base64') } },
    ]);
    expect(await failureOf(client.create(configMap('a')))).toMatch(/x509: certificate signed by unknown authority$/);
    expect(asked).toEqual([]);
  });

  const selections: readonly { readonly name: string; readonly webhook: object; readonly asks: boolean }[] = [
    { name: 'another resource', webhook: { rules: rules({ resources: ['secrets'] }) }, asks: false },
    { name: 'any resource', webhook: { rules: rules({ resources: ['*'] }) }, asks: true },
    { name: 'another operation', webhook: { rules: rules({ operations: ['UPDATE'] }) }, asks: false },
    { name: 'cluster-scoped objects', webhook: { rules: rules({ scope: 'Cluster' }) }, asks: false },
    { name: 'labelled objects', webhook: { objectSelector: { matchLabels: { a: 'b' } } }, asks: false },
    { name: 'other namespaces', webhook: { namespaceSelector: { matchLabels: { a: 'b' } } }, asks: false },
    {
      name: 'a condition that does not hold',
      webhook: { matchConditions: [{ name: 'c', expression: "object.metadata.name == 'z'" }] },
      asks: false,
    },
    {
      name: 'a condition that holds',
      webhook: { matchConditions: [{ name: 'c', expression: "request.operation == 'CREATE'" }] },
      asks: true,
    },
  ];
  test.each(selections)('are about $name', async ({ webhook, asks }) => {
    await install('Validating', [webhook]);
    await client.create(configMap('a'));
    expect(asked.length > 0).toBe(asks);
  });

  function rules(rule: object) {
    return [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], ...rule }];
  }
});

describe('mutating webhooks', () => {
  test('change the object, one after the other', async () => {
    answer = ({ request }) => ({
      allowed: true,
      patchType: 'JSONPatch',
      patch: base64([{ op: 'add', path: '/data', value: { count: String(Object.keys(request.object ?? {}).length) } }]),
    });
    await install('Mutating', [{}, {}]);
    const created = await client.create(configMap('a'));
    // The second one saw what the first one added.
    expect(created).toMatchObject({ data: { count: '4' } });
  });

  test('look again when one after them changed something', async () => {
    answer = ({ request }) => {
      const labels = request.object?.metadata.labels ?? {};
      const label = labels['second'] === undefined && asked.length > 1 ? 'second' : 'first';
      return {
        allowed: true,
        patchType: 'JSONPatch',
        patch: base64([{ op: 'add', path: '/metadata/labels', value: { ...labels, [label]: 'yes' } }]),
      };
    };
    await install('Mutating', [{ reinvocationPolicy: 'IfNeeded' }, {}]);
    const created = await client.create(configMap('a', { a: 'b' }));
    expect(created.metadata.labels).toEqual({ a: 'b', first: 'yes', second: 'yes' });
    expect(asked).toHaveLength(3);
  });
});

test('the audit log tells what webhooks changed, but for Secrets', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-audit-'));
  try {
    await server.close();
    await start({ audit: { file: join(folder, 'log'), level: 'Request' } });
    const operations = [{ op: 'add', path: '/metadata/labels', value: { changed: 'yes' } }];
    answer = () => ({ allowed: true, patchType: 'JSONPatch', patch: base64(operations) });
    const resources = ['configmaps', 'secrets'];
    await install('Mutating', [{ rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources }] }]);
    await client.create(configMap('told'));
    await client.create({ ...configMap('hidden'), kind: 'Secret' });
    await server.close();
    const events = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
    const facts = events
      .map((line) => (JSON.parse(line) as { annotations: Record<string, string> }).annotations)
      .map((all) => Object.keys(all).filter((key) => key.includes('webhook')));
    const changed = 'mutation.webhook.admission.k8s.io/round_0_index_0';
    expect(facts.slice(-2)).toEqual([['patch.webhook.admission.k8s.io/round_0_index_0', changed], [changed]]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('webhooks behind services', () => {
  const service = (spec: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'hook', namespace: 'default' },
    spec: { ports: [{ port: 443, targetPort: 8443 }], ...spec },
  });
  const behindService = {
    clientConfig: {
      service: SERVICE,
      get caBundle() {
        return caBundle;
      },
    },
  };

  test('that is not there cannot be asked', async () => {
    await install('Validating', [behindService]);
    expect(await failureOf(client.create(configMap('a')))).toMatch(
      /Post "https:\/\/hook\.default\.svc:443\/ask\?timeout=10s": service "hook" not found$/,
    );
  });

  test('with simulated pods are not asked, and the answer says so', async () => {
    await client.create(service({ selector: { app: 'hook' } }));
    await install('Validating', [behindService]);
    expect(await warningsOf('a')).toEqual([
      'admission webhook "hook-0.example.com" was not asked: only simulated pods stand behind service default/hook',
    ]);
  });

  test('with simulated pods fail where that is wanted', async () => {
    await server.close();
    await start({ simulatedWebhooks: 'fail' });
    await client.create(service({ selector: { app: 'hook' } }));
    await install('Validating', [behindService]);
    expect(await failureOf(client.create(configMap('a')))).toMatch(/no endpoints available for service "hook"$/);
  });

  test('with a name elsewhere are asked there, by the name of the service', async () => {
    const { port } = hook.address() as AddressInfo;
    await client.create(service({ type: 'ExternalName', externalName: 'localhost', ports: null }));
    const { service: place, ...config } = behindService.clientConfig;
    const { caBundle } = config;
    await install('Validating', [{ ...behindService, clientConfig: { caBundle, service: { ...place, port } } }]);
    await client.create(configMap('a'));
    expect(asked).toHaveLength(1);
  });

  const address = ownAddress();
  test.skipIf(address === undefined)('with real addresses are asked by the name of the service', async () => {
    await client.create(service({}));
    await client.create({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'hook-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'hook' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ name: '', port: (hook.address() as AddressInfo).port }],
    } as never);
    await install('Validating', [behindService]);
    await client.create(configMap('a'));
    expect(asked).toHaveLength(1);
  });
});

/** An address of this machine that others could use: endpoints cannot be on the loopback. */
function ownAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}
