import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { goProgram } from '../go-program.js';

const SOURCES = resolve(dirname(fileURLToPath(import.meta.url)), '../../kube-oracle');
const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 5000;

/** A user and the token by which the server knows them. */
export interface RealUser {
  readonly token: string;
  readonly identity: { readonly user: string; readonly uid?: string; readonly groups?: readonly string[] };
}

/** The real Kubernetes API server with etcd, on loopback. */
export interface RealServer {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** The name that its certificate is for. */
  readonly servername: string;
  /** Milliseconds from the start of etcd until the API server was ready. */
  readonly startMs: number;
  /** The processes: etcd and the API server. */
  readonly pids: readonly number[];
  close(): Promise<void>;
}

/**
 * The program that is both, built from its Go modules where it is not yet: `$KUBE_ORACLE`, or a file in `~/.cache/gotk` named by its
 * sources. @returns `undefined` when there is no Go.
 */
export function realServerBinary(): string | undefined {
  const given = process.env['KUBE_ORACLE'];
  if (given !== undefined && given !== '') return existsSync(given) ? given : undefined;
  return goProgram({ name: 'kube-oracle', sources: SOURCES });
}

export interface RealServerOptions {
  /** Whether the controller manager runs too, acting as the first user. Default `false`. */
  readonly controllers?: boolean;
  /** A program with its arguments that becomes the given command, such as `taskset -c 0`. Default: none. */
  readonly launcher?: readonly string[];
}

/** Starts it with an empty store. */
export async function startRealServer(
  binary: string,
  users: readonly RealUser[],
  { controllers = false, launcher = [] }: RealServerOptions = {},
): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'real-kube-'));
  const [port, etcd, peer] = [await freePort(), await freePort(), await freePort()];
  const startedMs = performance.now();
  const rows = users.map(
    ({ token, identity: { user, uid = '', groups = [] } }) =>
      `${token},${user},${uid}${groups.length === 0 ? '' : `,"${groups.join(',')}"`}\n`,
  );
  writeFileSync(join(folder, 'tokens.csv'), rows.join(''), { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  const processes = [
    launch([...launcher, binary], folder, etcdFlags(folder, etcd, peer)),
    launch([...launcher, binary], folder, serverFlags(folder, port, etcd)),
  ];
  const close = async (): Promise<void> => {
    await Promise.all(processes.map((child) => stop(child)));
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `https://127.0.0.1:${port}`;
  try {
    await untilReady(url, users[0]?.token ?? '');
    if (controllers) {
      writeFileSync(join(folder, 'kubeconfig'), kubeconfigOf(url, users[0]?.token ?? ''), { mode: 0o600 });
      processes.push(launch([...launcher, binary], folder, managerFlags(folder, await freePort())));
    }
  } catch (error) {
    const log = readFileSync(join(folder, 'apiserver.log'), 'utf8').slice(-2000);
    await close();
    throw new Error(`the real API server did not start: ${log}`, { cause: error });
  }
  return {
    url,
    ca: readFileSync(join(folder, 'certs/apiserver.crt'), 'utf8'),
    servername: 'kubernetes.default.svc',
    startMs: performance.now() - startedMs,
    pids: processes.map(({ pid = 0 }) => pid),
    close,
  };
}

function etcdFlags(folder: string, client: number, peer: number): readonly string[] {
  return [
    'etcd',
    ...['--data-dir', join(folder, 'etcd'), '--log-level', 'error'],
    ...['--listen-client-urls', `http://127.0.0.1:${client}`, '--advertise-client-urls', `http://127.0.0.1:${client}`],
    ...['--listen-peer-urls', `http://127.0.0.1:${peer}`],
  ];
}

function serverFlags(folder: string, port: number, etcd: number): readonly string[] {
  const key = join(folder, 'sa.key');
  return [
    'apiserver',
    ...['--etcd-servers', `http://127.0.0.1:${etcd}`, '--secure-port', String(port), '--bind-address', '127.0.0.1'],
    ...['--cert-dir', join(folder, 'certs'), '--token-auth-file', join(folder, 'tokens.csv')],
    ...['--service-account-key-file', key, '--service-account-signing-key-file', key],
    ...['--service-account-issuer', 'https://kubernetes.default.svc', '--service-cluster-ip-range', '10.0.0.0/16'],
    ...['--authorization-mode', 'RBAC', '--disable-admission-plugins', 'ServiceAccount'],
    '--allow-privileged',
  ];
}

/** Without what needs nodes, disks, or a bundle of certificates in each namespace. */
function managerFlags(folder: string, port: number): readonly string[] {
  const left = [
    'node-lifecycle-controller',
    'persistentvolume-binder-controller',
    'root-ca-certificate-publisher-controller',
  ];
  return [
    'controller-manager',
    ...['--kubeconfig', join(folder, 'kubeconfig'), '--leader-elect=false', '--use-service-account-credentials=false'],
    ...['--bind-address', '127.0.0.1', '--secure-port', String(port), '--cert-dir', join(folder, 'manager-certs')],
    ...['--service-account-private-key-file', join(folder, 'sa.key')],
    ...['--controllers', ['*', ...left.map((name) => `-${name}`)].join(',')],
  ];
}

function kubeconfigOf(server: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'manager', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'manager' } }],
    'current-context': 'real',
  });
}

function launch([program = '', ...words]: readonly string[], folder: string, [part = '', ...flags]: readonly string[]) {
  const log = openSync(join(folder, `${part}.log`), 'a', 0o600);
  const child = spawn(program, [...words, part, ...flags], { cwd: folder, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

async function stop(child: ReturnType<typeof launch>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(late);
}

async function untilReady(url: string, token: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if (await isReady(url, token)) return;
    if (performance.now() > deadline) throw new Error('not ready in time');
    await sleep(100);
  }
}

/** The certificate is not there yet, so this one question is asked without it. */
function isReady(url: string, token: string): Promise<boolean> {
  return new Promise((done) => {
    const options = { rejectUnauthorized: false, headers: { authorization: `Bearer ${token}` } };
    const outgoing = request(`${url}/readyz`, options, (message) => {
      message.resume();
      message.on('end', () => done(message.statusCode === 200));
    });
    outgoing.on('error', () => done(false));
    outgoing.end();
  });
}
