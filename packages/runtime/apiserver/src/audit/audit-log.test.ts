import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterAccessFromKubeConfig, createKubeClient, httpTransport, type KubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from '../api-server.js';
import type { AuditEvent, AuditLevel } from './audit-event.js';

let folder: string;
let server: ApiServer;
let client: KubeClient;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
});
afterEach(async () => {
  await client.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (): string => join(folder, 'audit.jsonl');

async function start(level?: AuditLevel): Promise<{ readonly url: string }> {
  server = await createApiServer({
    controllers: false,
    audit: { file: file(), ...(level !== undefined && { level }) },
  });
  const { kubeconfig, url } = await server.listen({
    users: [{ token: 'erins-token', identity: { user: 'erin', uid: 'u1', groups: ['devs'] } }],
    limits: { maxBodyBytes: 20_000 },
  });
  client = createKubeClient(httpTransport(clusterAccessFromKubeConfig(kubeconfig)));
  return { url };
}

function ask(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, rejectUnauthorized: false, agent: false }, (message) => {
      message.resume().on('end', () => resolve());
    });
    outgoing.on('error', reject).end();
  });
}

/** Closes everything and reads what was recorded of a path. */
async function eventsOf(path: string): Promise<readonly AuditEvent[]> {
  await client.close();
  await server.close();
  const lines = readFileSync(file(), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as AuditEvent).filter(({ requestURI }) => requestURI.startsWith(path));
}

const CONFIG = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name: 'one' },
  data: { a: 'b' },
};
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace: 'default', name: 'one' },
  stringData: { a: 'geheim' },
};

describe('the audit log', () => {
  test('tells who did what, and how it ended', async () => {
    await start();
    await client.create(CONFIG);
    const [event] = await eventsOf('/api/v1/namespaces/default/configmaps');
    expect(event).toMatchObject({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      stage: 'ResponseComplete',
      verb: 'create',
      user: { username: 'admin', groups: ['system:masters', 'system:authenticated'] },
      sourceIPs: ['127.0.0.1'],
      objectRef: { resource: 'configmaps', namespace: 'default', name: 'one', apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: 201 },
      annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    });
    expect(event?.auditID).toMatch(/^[0-9a-f-]{36}$/);
    expect(event?.stageTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(event).not.toHaveProperty('requestObject');
  });
  test('is readable by its owner only', async () => {
    await start();
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });
  test('holds what was sent and answered where that is asked for', async () => {
    await start('RequestResponse');
    await client.create(CONFIG);
    const [event] = await eventsOf('/api/v1/namespaces/default/configmaps');
    expect(event).toMatchObject({ level: 'RequestResponse', requestObject: CONFIG, responseObject: CONFIG });
  });
  test.each(['Metadata', 'Request', 'RequestResponse'] as const)('never holds a Secret (%s)', async (level) => {
    await start(level);
    await client.create(SECRET);
    await client.list({ apiVersion: 'v1', kind: 'Secret' });
    await client.patch({ ...SECRET, ...SECRET.metadata }, { type: 'merge', body: { stringData: { a: 'geheim2' } } });
    const text = JSON.stringify(await eventsOf('/api/v1'));
    expect(text).toContain('"resource":"secrets"');
    expect(text).not.toMatch(/geheim|Z2VoZWlt/);
  });
  test('tells for whom a request acted', async () => {
    const { url } = await start();
    const headers = { authorization: 'Bearer erins-token', 'impersonate-user': 'frank', 'audit-id': 'mine' };
    await ask(`${url}/api/v1/namespaces/default/pods`, headers);
    const [event] = await eventsOf('/api/v1/namespaces/default/pods');
    expect(event).toMatchObject({
      auditID: 'mine',
      verb: 'list',
      user: { username: 'erin', uid: 'u1', groups: ['devs', 'system:authenticated'] },
      impersonatedUser: { username: 'frank' },
      responseStatus: { code: 403, reason: 'Forbidden', status: 'Failure' },
    });
  });
  test('tells what was forbidden', async () => {
    const { url } = await start();
    await ask(`${url}/apis/apps/v1/deployments?limit=1`, { authorization: 'Bearer erins-token' });
    const [event] = await eventsOf('/apis/apps');
    expect(event).toMatchObject({
      requestURI: '/apis/apps/v1/deployments?limit=1',
      objectRef: { resource: 'deployments', apiGroup: 'apps', apiVersion: 'v1' },
      responseStatus: { code: 403 },
      annotations: { 'authorization.k8s.io/decision': 'forbid' },
    });
  });
  test('tells of wrong credentials and of bodies that are too large', async () => {
    const { url } = await start();
    await ask(`${url}/api/v1/namespaces/default/pods`, { authorization: 'Bearer nobodys' });
    await client.create({ ...CONFIG, data: { a: 'x'.repeat(30_000) } }).catch(() => undefined);
    const events = await eventsOf('/api/v1/namespaces');
    expect(events.map(({ user, responseStatus }) => [user.username, responseStatus.code])).toEqual([
      [undefined, 401],
      ['admin', 413],
    ]);
    expect(JSON.stringify(events)).not.toContain('nobodys');
  });
  test('tells of the beginning and the end of a watch', async () => {
    await start();
    const stop = new AbortController();
    const kind = { apiVersion: 'v1', kind: 'Namespace' };
    for await (const _ of client.watch(kind, { sendInitialEvents: true }, stop.signal)) break;
    stop.abort();
    const watches = (await eventsOf('/api/v1/namespaces?')).filter(({ verb }) => verb === 'watch');
    expect(watches.map(({ stage }) => stage)).toEqual(['ResponseStarted', 'ResponseComplete']);
  });
  test('tells of requests from inside the process', async () => {
    await start();
    const inside = createKubeClient(server.transport({ user: 'controller', groups: ['system:authenticated'] }));
    await inside.get({ ...CONFIG, ...CONFIG.metadata }).catch(() => undefined);
    await inside.close();
    const [event] = await eventsOf('/api/v1/namespaces/default/configmaps/one');
    expect(event).toMatchObject({ user: { username: 'controller' }, responseStatus: { code: 403 } });
    expect(event).not.toHaveProperty('sourceIPs');
  });
  test('holds what admission policies found', async () => {
    await start();
    const group = 'admissionregistration.k8s.io/v1';
    await client.create({
      apiVersion: group,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'small' },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
        },
        validations: [{ expression: 'true' }, { expression: 'object.data.size() < 1', message: 'too much' }],
        auditAnnotations: [
          { key: 'keys', valueExpression: "object.data.map(key, key).join(',')" },
          { key: 'none', valueExpression: 'null' },
        ],
      },
    });
    await client.create({
      apiVersion: group,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'everywhere' },
      spec: { policyName: 'small', validationActions: ['Audit'] },
    });
    await client.create(CONFIG);
    const [event] = await eventsOf('/api/v1/namespaces/default/configmaps');
    const failure = {
      message: 'too much',
      policy: 'small',
      binding: 'everywhere',
      expressionIndex: 1,
      validationActions: ['Audit'],
    };
    expect(event?.annotations).toEqual({
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': '',
      'small/keys': 'a',
      'validation.policy.admission.k8s.io/validation_failure': JSON.stringify([failure]),
    });
  });
});
