import { spawn } from 'node:child_process';
import { isJsonObject, type JsonObject } from '@gotk/json';

/** The `exec` section of a kubeconfig's user. */
export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly apiVersion: string;
  readonly interactiveMode: 'Never' | 'IfAvailable' | 'Always';
  readonly installHint?: string | undefined;
  /** Told to the plugin when the kubeconfig wants it to know the cluster. */
  readonly cluster?: JsonObject | undefined;
  /** Where relative commands start. */
  readonly directory?: string | undefined;
}

/** What a plugin answered. It holds secrets. */
export interface ExecCredential {
  readonly token: string | undefined;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  /** Absent: for as long as the process runs. */
  readonly expiresAtMs: number | undefined;
}

const API_VERSIONS: ReadonlySet<string> = new Set([
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
]);
const MAX_OUTPUT_BYTES = 1 << 20;

/**
 * Runs a credential plugin.
 * @throws Error with client-go's text; the plugin's output never enters it.
 */
export async function runExecPlugin(plugin: ExecPlugin): Promise<ExecCredential> {
  if (!API_VERSIONS.has(plugin.apiVersion)) throw new Error(`exec plugin: invalid apiVersion "${plugin.apiVersion}"`);
  const output = await runCommand(plugin);
  return parseExecCredential(output, plugin);
}

function runCommand(plugin: ExecPlugin): Promise<string> {
  const interactive = plugin.interactiveMode !== 'Never' && process.stdin.isTTY === true;
  if (plugin.interactiveMode === 'Always' && !interactive) {
    return Promise.reject(new Error('exec plugin cannot support interactive mode: standard input is not a terminal'));
  }
  return new Promise((resolve, reject) => {
    const child = spawn(plugin.command, plugin.args, {
      env: {
        ...process.env,
        ...Object.fromEntries(plugin.env.map(({ name, value }) => [name, value])),
        ...execInfo(plugin, interactive),
      },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
      ...(plugin.directory === undefined ? {} : { cwd: plugin.directory }),
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_OUTPUT_BYTES) child.kill();
      else chunks.push(chunk);
    });
    child.on('error', (error) => reject(startFailure(plugin, error)));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else
        reject(
          new Error(`getting credentials: exec: executable ${plugin.command} failed with exit code ${code ?? -1}`),
        );
    });
  });
}

function execInfo(
  { apiVersion, cluster }: ExecPlugin,
  interactive: boolean,
): { readonly KUBERNETES_EXEC_INFO: string } {
  const spec = { ...(cluster === undefined ? {} : { cluster }), interactive };
  return { KUBERNETES_EXEC_INFO: JSON.stringify({ kind: 'ExecCredential', apiVersion, spec }) };
}

function startFailure({ command, installHint }: ExecPlugin, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return new Error(`getting credentials: exec: ${error.code ?? error.message}`);
  const hint = installHint === undefined || installHint === '' ? '' : `\n\n${installHint}`;
  return new Error(`getting credentials: exec: executable ${command} not found${hint}`);
}

function parseExecCredential(output: string, plugin: ExecPlugin): ExecCredential {
  const answer = parseJson(output);
  if (!isJsonObject(answer))
    throw new Error('getting credentials: decoding stdout: couldn’t parse the plugin’s answer');
  if (answer['apiVersion'] !== plugin.apiVersion) {
    const got = JSON.stringify(answer['apiVersion'] ?? '');
    throw new Error(
      `getting credentials: exec plugin is configured to use API version ${plugin.apiVersion}, plugin returned version ${got}`,
    );
  }
  const { status } = answer;
  if (!isJsonObject(status)) throw new Error("getting credentials: exec plugin didn't return a status field");
  const token = textOf(status, 'token');
  const cert = textOf(status, 'clientCertificateData');
  const key = textOf(status, 'clientKeyData');
  if (token === undefined && cert === undefined && key === undefined) {
    throw new Error("getting credentials: exec plugin didn't return a token or cert/key pair");
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error('getting credentials: exec plugin returned only certificate or key, not both');
  }
  const expires = textOf(status, 'expirationTimestamp');
  return {
    token,
    certificate: cert === undefined || key === undefined ? undefined : { cert, key },
    expiresAtMs: expires === undefined ? undefined : Date.parse(expires),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the output, and with it secrets.
    return undefined;
  }
}

function textOf(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
