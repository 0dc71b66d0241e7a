import { connect } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from '../api-server.js';

/** The same requests every time, unless more are asked for. */
const RUNS =
  process.env['FUZZ_RUNS'] === undefined ? { numRuns: 300, seed: 1 } : { numRuns: Number(process.env['FUZZ_RUNS']) };

let server: ApiServer;
let port: number;
let token: string;

beforeAll(async () => {
  server = await createApiServer();
  const { url, kubeconfig } = await server.listen();
  port = Number(new URL(url).port);
  token = /token: (\S+)/.exec(kubeconfig)?.[1]?.replaceAll('"', '') ?? '';
});
afterAll(() => server.close());

interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** Sends bytes as they are, which clients of HTTP would refuse to, and returns how the answer begins. */
function send({ method, target, headers, body }: RawRequest): Promise<string> {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
  ];
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    let text = '';
    const done = () => {
      socket.destroy();
      resolve(text);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      // A watch would not end.
      if (text.includes('\r\n') && !text.startsWith('HTTP/1.1 500')) done();
    });
    socket.setTimeout(20_000, done);
    socket.on('error', done);
    socket.on('close', done);
    socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]));
  });
}

/** What became of an exception that nobody expected. Kubernetes itself answers some requests so, too. */
const CRASH = /Internal error occurred: (?!error dialing backend)/;

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    '..',
    '.',
    '%00',
    '%2e%2e',
    '%',
    '%zz',
    '%ff',
    '__proto__',
    'constructor',
    'toString',
    'a'.repeat(300),
    '*',
    '-1',
  ),
  fc.string({
    maxLength: 12,
    unit: fc.constantFrom('a', 'Z', '0', '-', '.', '%', '/', ':', '=', ',', '~', '!', '(', '"', '{', '\\', '|'),
  }),
);
const group = fc.constantFrom(
  '/api/v1',
  '/apis/apps/v1',
  '/apis/batch/v1',
  '/apis/apiextensions.k8s.io/v1',
  '/apis',
  '/openapi/v3',
  '',
);
const resource = fc.constantFrom(
  'configmaps',
  'pods',
  'deployments',
  'jobs',
  'services',
  'secrets',
  'namespaces',
  'customresourcedefinitions',
  '__proto__',
  'status',
);
const name = fc.oneof(fc.constantFrom('default', 'seed', 'kube-root-ca.crt'), oddText);
const path = fc.oneof(
  fc.tuple(group, name, resource).map(([base, space, kind]) => `${base}/namespaces/${space}/${kind}`),
  fc
    .tuple(
      group,
      name,
      resource,
      name,
      fc.constantFrom('', '/status', '/scale', '/log', '/token', '/proxy/x', '/exec', '/__proto__'),
    )
    .map(([base, space, kind, of, sub]) => `${base}/namespaces/${space}/${kind}/${of}${sub}`),
  fc.tuple(group, resource, name).map(([base, kind, of]) => `${base}/${kind}/${of}`),
  fc.array(oddText, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`),
);
const parameter = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'labelSelector',
      'fieldSelector',
      'limit',
      'continue',
      'resourceVersion',
      'resourceVersionMatch',
      'fieldManager',
    ),
    fc.constantFrom(
      'fieldValidation',
      'force',
      'dryRun',
      'pretty',
      'watch',
      'timeoutSeconds',
      'sendInitialEvents',
      'propagationPolicy',
    ),
    oddText,
  ),
  fc.oneof(
    oddText,
    fc.constantFrom('true', 'a in (b', 'a=b,!c', 'metadata.name=x', 'status.phase!=', '1e9', 'NaN', 'eyJ2IjoxfQ'),
  ),
);
const target = fc
  .tuple(path, fc.array(parameter, { maxLength: 4 }))
  .map(([text, query]) => `${text}?${query.map((pair) => pair.join('=')).join('&')}`.replace(/[\s\r\n]/g, ''));
const header = fc.oneof(
  fc.constantFrom(
    ...[
      'application/json',
      'application/yaml',
      'application/merge-patch+json',
      'application/json-patch+json',
      'text/html',
      'x',
      ';;',
    ].map((type) => ['Content-Type', type] as const),
    ['Content-Type', 'application/strategic-merge-patch+json'] as const,
    ['Content-Type', 'application/apply-patch+yaml'] as const,
    ['Content-Type', 'application/vnd.kubernetes.protobuf'] as const,
    ['Accept', 'application/json;as=Table;v=v1;g=meta.k8s.io'] as const,
    ['Accept', 'application/json;as=__proto__;v=;g'] as const,
    ['Accept', ';q=x,,*/*;q=-1'] as const,
    ['Impersonate-User', ''] as const,
    ['Impersonate-Extra-%zz', 'x'] as const,
    ['Impersonate-Group', 'system:masters'] as const,
    ['Accept-Encoding', 'gzip, br;q=x'] as const,
    ['If-None-Match', '"'] as const,
  ),
);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    1.5,
    '',
    'x',
    [],
    {},
    '__proto__',
    'name',
    9007199254740992,
    '10Mi',
    '2024-01-01T00:00:00Z',
  ),
);
const fields = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'spec',
  'status',
  'template',
  'containers',
  'ports',
  'labels',
  'managedFields',
];
const keys = fc.oneof(
  fc.constantFrom(
    ...fields,
    'selector',
    'rules',
    'metrics',
    'backend',
    'versions',
    'schema',
    'jobTemplate',
    'resources',
    'requests',
    'replicas',
    'data',
    'annotations',
    'ownerReferences',
    'finalizers',
  ),
  fc.constantFrom(
    '$patch',
    '$retainKeys',
    '$setElementOrder/containers',
    '__proto__',
    'constructor',
    'op',
    'path',
    'value',
    'env',
    'volumes',
  ),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie('tree')), { maxLength: 5 }).map((entries) => new Map(entries as [string, unknown][])),
  ),
}));

/** JSON text with `__proto__` as a plain field. */
function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`).join(',')}}`;
}

const KINDS = [
  'v1 ConfigMap',
  'v1 Pod',
  'v1 Service',
  'apps/v1 Deployment',
  'batch/v1 Job',
  'v1 Secret',
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
];
const PLACES: Readonly<Record<string, string>> = {
  'v1 ConfigMap': '/api/v1/namespaces/default/configmaps',
  'v1 Pod': '/api/v1/namespaces/default/pods',
  'v1 Service': '/api/v1/namespaces/default/services',
  'v1 PersistentVolumeClaim': '/api/v1/namespaces/default/persistentvolumeclaims',
  'apps/v1 Deployment': '/apis/apps/v1/namespaces/default/deployments',
  'apps/v1 StatefulSet': '/apis/apps/v1/namespaces/default/statefulsets',
  'batch/v1 CronJob': '/apis/batch/v1/namespaces/default/cronjobs',
  'autoscaling/v2 HorizontalPodAutoscaler': '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
  'networking.k8s.io/v1 Ingress': '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
  'rbac.authorization.k8s.io/v1 ClusterRole': '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  'apiextensions.k8s.io/v1 CustomResourceDefinition': '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
};
const body = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  tree.map((value) => Buffer.from(jsonText(value))),
  fc.tuple(fc.constantFrom(...KINDS), tree, tree).map(([kind, spec, metadata]) => {
    const [apiVersion, of] = kind.split(' ');
    return Buffer.from(
      `{"apiVersion":"${apiVersion}","kind":"${of}","metadata":${jsonText(metadata)},"spec":${jsonText(spec)},"data":${jsonText(spec)}}`,
    );
  }),
  fc.tuple(fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'), oddText, tree).map(([op, at, value]) =>
    Buffer.from(
      jsonText([
        new Map<string, unknown>([
          ['op', op],
          ['path', `/metadata/${at}`],
          ['from', '/metadata'],
          ['value', value],
        ]),
      ]),
    ),
  ),
  fc
    .constantFrom('['.repeat(20_000), '{"a":'.repeat(5000), '\u0000', '"', 'k8s\u0000', '&a [*a, *a]', '--- \n---')
    .map((text) => Buffer.from(text)),
);
const wild = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  target,
  headers: fc.array(header, { maxLength: 3 }),
  body,
});

/** Requests whose path, kind and media type agree, so that they come further. */
const fitting = fc
  .record({
    kind: fc.constantFrom(...Object.keys(PLACES)),
    method: fc.constantFrom('POST', 'PUT', 'PATCH'),
    patch: fc.constantFrom('merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml'),
    metadata: tree,
    spec: tree,
    field: fc.constantFrom('spec', 'data', 'status', 'stringData', 'template', 'metadata'),
  })
  .map(({ kind, method, patch, metadata, spec, field }) => {
    const place = PLACES[kind] ?? '';
    const [apiVersion, of] = kind.split(' ');
    const named = new Map<string, unknown>(metadata instanceof Map ? metadata : []).set('name', 'seed');
    const text = `{"apiVersion":"${apiVersion}","kind":"${of}","metadata":${jsonText(named)},"${field}":${jsonText(spec)}}`;
    const type = method === 'PATCH' ? `application/${patch}` : 'application/json';
    const query = method === 'PATCH' && patch.startsWith('apply') ? '?fieldManager=me&force=true' : '';
    return {
      method,
      target: `${method === 'POST' ? place : `${place}/seed`}${query}`,
      headers: [['Content-Type', type] as const],
      body: Buffer.from(text),
    };
  });
const request = fc.oneof(wild, fitting);

describe('requests of any kind', () => {
  test(
    'are answered, and never with an unexpected error',
    async () => {
      await fc.assert(
        fc.asyncProperty(request, async (raw) => {
          const answer = await send(raw);
          expect(answer, 'an answer').toMatch(/^HTTP\/1\.1 [1-5]/);
          expect(answer).not.toMatch(CRASH);
        }),
        RUNS,
      );
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(await send({ method: 'GET', target: '/readyz', headers: [], body: Buffer.alloc(0) })).toMatch(
        /^HTTP\/1\.1 200/,
      );
    },
    Math.max(600_000, RUNS.numRuns * 50),
  );
});
