import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createApiServer } from '@gotk/apiserver';
import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { readKnownFailing } from '../../known-failing.js';
import { goldenUsers } from '../api-connection.js';
import { realServerBinary, startRealServer } from '../real-server.js';
import { normalize } from './normalize.js';
import { type Scenario, scenarios } from './scenarios.js';

const MAX_SHOWN = 900;
const KNOWN = fileURLToPath(new URL('../../../kubernetes/known-differences.txt', import.meta.url));

interface Target {
  readonly url: string;
  readonly ca: string;
  readonly servername: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly warnings: readonly string[];
  readonly body: JsonValue | undefined;
}

interface Asked {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: JsonValue;
}

/** Asks the real API server and the embedded one the same, and prints what they answer differently. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { filter: { type: 'string' } } });
  const filter = new RegExp(values.filter ?? '');
  const binary = realServerBinary();
  if (binary === undefined) {
    console.log('SKIP: there is neither the real API server ($KUBE_ORACLE) nor Go to build it');
    return 0;
  }
  const [ours, real] = await Promise.all([startOurs(), startRealServer(binary, goldenUsers)]);
  const known = values.filter === undefined ? readKnownFailing(KNOWN) : new Map<string, string>();
  const counts = { alike: 0, different: 0, known: 0 };
  try {
    for (const scenario of scenarios) {
      for (const asked of requestsOf(scenario)) {
        const answers = await Promise.all([send(ours, asked), send(real, asked)]);
        if (!filter.test(asked.name)) continue;
        counts[judge(asked, answers, known)]++;
      }
    }
  } finally {
    await Promise.all([ours.close(), real.close()]);
  }
  if (counts.known > 0) console.log(`${counts.known} known to differ (conformance/kubernetes/known-differences.txt)`);
  console.log(`${counts.alike} answered alike, ${counts.different} differently`);
  return counts.different === 0 ? 0 : 1;
}

function judge(
  asked: Asked,
  answers: readonly [Answer, Answer],
  known: ReadonlyMap<string, string>,
): 'alike' | 'different' | 'known' {
  const lines = compareAnswers(asked, answers);
  if (known.has(asked.name)) {
    if (lines.length > 0) return 'known';
    console.log(`DIFF ${asked.name}: is answered alike, but stands on the list of known differences; remove the line`);
    return 'different';
  }
  if (lines.length === 0) return 'alike';
  console.log([`DIFF ${asked.name}`, ...lines.map((line) => `    ${line}`)].join('\n'));
  return 'different';
}

async function startOurs(): Promise<Target> {
  const server = await createApiServer({ controllers: false });
  const { url, kubeconfig } = await server.listen({ users: goldenUsers });
  const ca = /certificate-authority-data: (\S+)/.exec(kubeconfig)?.[1] ?? '';
  return { url, ca: Buffer.from(ca, 'base64').toString(), servername: 'localhost', close: () => server.close() };
}

function requestsOf({ name, path, object, creations, updates = [] }: Scenario): readonly Asked[] {
  const namespace = `compare-${name}`;
  const collection = path.replace('NS', namespace);
  const json = 'application/json';
  const ask = (row: string, rest: Omit<Asked, 'name'>): Asked => ({ name: `${name}: ${row}`, ...rest });
  const objectName = isJsonObject(object['metadata']) ? String(object['metadata']['name']) : '';
  const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  return [
    ask('namespace', { method: 'POST', path: '/api/v1/namespaces', type: json, body: space }),
    ask('as it is', { method: 'POST', path: `${collection}?dryRun=All`, type: json, body: object }),
    ...creations.map((change) =>
      ask(`create with ${describe(change)}`, {
        method: 'POST',
        path: `${collection}?dryRun=All`,
        type: json,
        body: changed(object, change),
      }),
    ),
    ask('create', { method: 'POST', path: collection, type: json, body: object }),
    ...updates.map((change) =>
      ask(`update with ${describe(change)}`, {
        method: 'PATCH',
        path: `${collection}/${objectName}`,
        type: 'application/merge-patch+json',
        body: patchOf(change),
      }),
    ),
  ];
}

function describe([path, value]: Scenario['creations'][number]): string {
  return `${path} ${value === undefined ? 'absent' : JSON.stringify(value)}`;
}

function changed(object: JsonObject, [path, value]: Scenario['creations'][number]): JsonObject {
  const copy = structuredClone(object) as Record<string, JsonValue | undefined>;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = copy;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Record<string, JsonValue | undefined>; // The scenarios' own paths.
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

function patchOf([path, value]: Scenario['creations'][number]): JsonObject {
  return path
    .split('.')
    .reverse()
    .reduce<JsonValue>((inner, step) => ({ [step]: inner }), value ?? null) as JsonObject;
}

/** @returns what differs; nothing when the answers are alike. */
function compareAnswers({ body }: Asked, [ours, real]: readonly [Answer, Answer]): readonly string[] {
  const sent = JSON.stringify(body);
  const [a, b] = [shown(ours, sent), shown(real, sent)];
  return Object.entries(b).flatMap(([field, expected]) => differences(expected, a[field], field));
}

function differences(expected: JsonValue | undefined, actual: JsonValue | undefined, path: string): readonly string[] {
  if (jsonEqual(expected ?? null, actual ?? null)) return [];
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return names.flatMap((name) => differences(expected[name], actual[name], `${path}.${name}`));
  }
  const text = (value: JsonValue | undefined): string => (JSON.stringify(value) ?? '(absent)').slice(0, MAX_SHOWN);
  return [`${path}`, `  - ${text(expected)}`, `  + ${text(actual)}`];
}

/** What is compared; errors of several causes are said in any order. */
function shown({ status, warnings, body }: Answer, sent: string): Record<string, JsonValue> {
  const normal = normalize(body, sent);
  return {
    status,
    warnings,
    body: isJsonObject(normal) && normal['kind'] === 'Status' ? gist(normal) : (normal ?? null),
  };
}

function gist(status: JsonObject): JsonObject {
  const { details, message, ...rest } = status;
  const causes =
    isJsonObject(details) && Array.isArray(details['causes']) ? (details['causes'] as readonly JsonValue[]) : [];
  const sorted = causes.map((cause) => JSON.stringify(cause)).sort();
  return { ...rest, ...(sorted.length > 0 ? { causes: sorted } : { message: message ?? '' }) };
}

function send({ url, ca, servername }: Target, { method, path, type, body }: Asked): Promise<Answer> {
  const text = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${goldenUsers[0]?.token ?? ''}`,
    accept: 'application/json',
    'content-type': type,
    'content-length': Buffer.byteLength(text),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, url), { method, headers, ca, servername }, (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const received = Buffer.concat(chunks).toString();
        resolve({
          status: message.statusCode ?? 0,
          warnings: message.headersDistinct['warning'] ?? [],
          body: received.startsWith('{') ? (JSON.parse(received) as JsonValue) : received,
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

process.exitCode = await main();
