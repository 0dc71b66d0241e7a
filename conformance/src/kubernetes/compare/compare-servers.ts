import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createApiServer } from '@gotk/apiserver';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { readKnownFailing } from '../../known-failing.js';
import { goldenUsers } from '../api-connection.js';
import { realServerBinary, startRealServer } from '../real-server.js';
import type { Answer, Target } from './ask-server.js';
import { compareAnswers } from './compare-answers.js';
import { type Conversation, readConversations } from './conversations.js';
import { KindCounts } from './kind-counts.js';
import { readKinds } from './kinds.js';
import { type PlainRequest, sendRequest } from './plain-request.js';
import { RealAnswers } from './real-answers.js';
import { runConversation, stepNames } from './run-conversation.js';
import { type Scenario, scenarios } from './scenarios.js';
import { startWebhook, type Webhook } from './webhook.js';

const KNOWN = fileURLToPath(new URL('../../../kubernetes/known-differences.txt', import.meta.url));
const KINDS = fileURLToPath(new URL('../../../kubernetes/kinds', import.meta.url));
const KNOWN_KINDS = fileURLToPath(new URL('../../../kubernetes/known-kind-differences.txt', import.meta.url));
const CONVERSATIONS = fileURLToPath(new URL('../../../kubernetes/conversations', import.meta.url));

/** One step and what both servers answered to it. */
interface Answered {
  readonly name: string;
  readonly sent: string;
  readonly answers: readonly [Answer, Answer];
  /** Of an examination of a kind, which are compared by how many of their answers differ. */
  readonly kind?: string;
  /** The status that the step waited for in vain. */
  readonly missed?: number;
}

/** Asks the real API server and the embedded one the same, and prints what they answer differently. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { filter: { type: 'string' }, answers: { type: 'string' } } });
  const filter = new RegExp(values.filter ?? '');
  const binary = realServerBinary();
  if (binary === undefined) {
    console.log('SKIP: there is neither the real API server ($KUBE_ORACLE) nor Go to build it');
    return 0;
  }
  const known = values.filter === undefined ? readKnownFailing(KNOWN) : new Map<string, string>();
  const counts = { alike: 0, different: 0, known: 0 };
  const kinds = new KindCounts(values.filter === undefined ? KNOWN_KINDS : undefined);
  const hook = await startWebhook();
  if (hook === undefined) console.log('SKIP webhooks: there is no openssl to make a certificate');
  for (const controllers of [false, true]) {
    const ours = await startOurs(controllers);
    const real = new RealAnswers(() => startRealServer(binary, goldenUsers, { controllers }), values.answers);
    try {
      for await (const answered of answersOf(ours, real, { filter, controllers, hook })) {
        if (answered.kind === undefined || values.filter !== undefined) counts[judge(answered, known)]++;
        else kinds.count(answered.kind, compareAnswers(answered.answers, answered.sent).length === 0);
      }
    } finally {
      await Promise.all([ours.close(), real.close()]);
    }
  }
  hook?.close();
  if (counts.known > 0) console.log(`${counts.known} known to differ (conformance/kubernetes/known-differences.txt)`);
  console.log(`${counts.alike} answered alike, ${counts.different} differently`);
  const fewEnough = kinds.report();
  return counts.different === 0 && fewEnough ? 0 : 1;
}

interface Questions {
  readonly filter: RegExp;
  /** Those to servers with controllers, or the others. */
  readonly controllers: boolean;
  /** Absent: conversations that need it are left out. */
  readonly hook: Webhook | undefined;
}

function needsWebhook({ steps }: Conversation): boolean {
  return steps.some(({ body = '' }) => /\$\{hook\}/.test(body));
}

/** Scenarios and conversations run as a whole when one of their steps is wanted: later steps stand on earlier ones. */
async function* answersOf(
  ours: Target,
  real: RealAnswers,
  { filter, controllers, hook }: Questions,
): AsyncIterable<Answered> {
  const wanted = (names: readonly string[]): boolean => names.some((name) => filter.test(name));
  const plain = scenarios.map(requestsOf).map((requests) => ({ requests, kind: undefined }));
  for (const { requests, kind } of controllers ? [] : [...plain, ...readKinds(KINDS)]) {
    if (!wanted(requests.map(({ name }) => name))) continue;
    const expected = await real.answersTo(requests);
    for (const [index, each] of requests.entries()) {
      const answer = await sendRequest(ours, each);
      const known = expected[index];
      if (known === undefined || !filter.test(each.name)) continue;
      const sent = JSON.stringify(each.body) ?? '';
      yield { name: each.name, sent, answers: [answer, known], ...(kind === undefined ? {} : { kind }) };
    }
  }
  for (const conversation of readConversations(CONVERSATIONS)) {
    if (conversation.controllers !== controllers || !wanted(stepNames(conversation))) continue;
    if (hook === undefined && needsWebhook(conversation)) continue;
    for await (const answered of runConversation(conversation, [ours, await real.target()], hook?.variables))
      if (filter.test(answered.name)) yield answered;
  }
}

function judge(
  { name, sent, answers, missed }: Answered,
  known: ReadonlyMap<string, string>,
): 'alike' | 'different' | 'known' {
  const differences = compareAnswers(answers, sent);
  const lines = missed === undefined ? differences : [`waited in vain for ${missed}`, ...differences];
  if (known.has(name)) {
    if (lines.length > 0) return 'known';
    console.log(`DIFF ${name}: is answered alike, but stands on the list of known differences; remove the line`);
    return 'different';
  }
  if (lines.length === 0) return 'alike';
  console.log([`DIFF ${name}`, ...lines.map((line) => `    ${line}`)].join('\n'));
  return 'different';
}

async function startOurs(controllers: boolean): Promise<Target & { close(): Promise<void> }> {
  const server = await createApiServer({ controllers, workloads: false, disabledAdmission: ['ServiceAccount'] });
  const { url, kubeconfig } = await server.listen({ users: goldenUsers });
  const ca = /certificate-authority-data: (\S+)/.exec(kubeconfig)?.[1] ?? '';
  return { url, ca: Buffer.from(ca, 'base64').toString(), servername: 'localhost', close: () => server.close() };
}

function requestsOf({ name, path, object, creations, updates = [] }: Scenario): readonly PlainRequest[] {
  const namespace = `compare-${name}`;
  const collection = path.replace('NS', namespace);
  const json = 'application/json';
  const ask = (row: string, rest: Omit<PlainRequest, 'name'>): PlainRequest => ({ name: `${name}: ${row}`, ...rest });
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

process.exitCode = await main();
