import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

/** An admission webhook that both servers ask; the last part of its path says how it answers. */
export interface Webhook {
  /** What `${hook}` and `${hookCa}` stand for in conversations: its address, and who signed its certificate. */
  readonly variables: Readonly<Record<string, string>>;
  close(): void;
}

/** Starts the webhook. @returns `undefined` when there is no openssl to make its certificate. */
export async function startWebhook(): Promise<Webhook | undefined> {
  const certificate = makeCertificate();
  if (certificate === undefined) return undefined;
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [, way = '', detail = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
      if (way === 'redirect') return void response.writeHead(Number(detail), { location: '/allow' }).end();
      if (way === 'status') return void response.writeHead(Number(detail), { 'content-type': 'text/plain' }).end('why');
      const review = parse(Buffer.concat(chunks).toString());
      const asked = isJsonObject(review['request']) ? review['request'] : {};
      const answer = { uid: asked['uid'] ?? '', ...answerOf(way, detail, asked) };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ apiVersion: review['apiVersion'], kind: 'AdmissionReview', response: answer }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const hook = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    variables: { hook, hookCa: Buffer.from(certificate.cert).toString('base64') },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function makeCertificate(): { readonly key: string; readonly cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    const flags = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync('openssl', [...flags, ...subject], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parse(text: string): JsonObject {
  const value = text === '' ? {} : (JSON.parse(text) as JsonValue);
  return isJsonObject(value) ? value : {};
}

function answerOf(way: string, detail: string, asked: JsonObject): JsonObject {
  switch (way) {
    case 'deny':
      return { allowed: false, status: { message: detail, code: 418 } };
    case 'label':
      return { allowed: true, patchType: 'JSONPatch', patch: base64(labelling(detail, asked)) };
    case 'echo':
      // What was asked comes back in the warnings of the API's answer, where it is compared.
      return { allowed: true, warnings: [JSON.stringify(gist(asked))] };
    default:
      return { allowed: true };
  }
}

function labelling(key: string, { object }: JsonObject): JsonValue {
  const metadata = isJsonObject(object) && isJsonObject(object['metadata']) ? object['metadata'] : {};
  const add = { op: 'add', path: `/metadata/labels/${key}`, value: 'yes' };
  return metadata['labels'] === undefined ? [{ op: 'add', path: '/metadata/labels', value: {} }, add] : [add];
}

function base64(value: JsonValue): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

/** Without what differs from run to run. */
function gist({ operation, name, namespace, kind, requestKind, subResource, dryRun, options }: JsonObject): JsonValue {
  const said = { operation, name, namespace, kind, requestKind, subResource, dryRun, options };
  const fields = Object.entries(said).filter(([, value]) => value !== undefined);
  return sorted(Object.fromEntries(fields) as JsonObject);
}

function sorted(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}
