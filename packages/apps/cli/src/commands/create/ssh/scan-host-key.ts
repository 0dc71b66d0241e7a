import { execFile } from 'node:child_process';

/** Algorithms in the order in which one is chosen. */
const PREFERRED = ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-ed25519', 'ssh-rsa'];
const TIMEOUT_SECONDS = 30;
const SILENCE = 'the server did not answer';

/**
 * Asks an SSH server for its key, with OpenSSH's ssh-keyscan.
 *
 * @param host with or without a port.
 * @returns a line as known_hosts has it.
 * @throws Error when the server does not answer, or ssh-keyscan is not installed.
 */
export async function scanHostKey(host: string, signal: AbortSignal): Promise<string> {
  const [, name = host, port = '22'] = /^(.*):(\d+)$/.exec(host) ?? [];
  const args = ['-T', String(TIMEOUT_SECONDS), '-p', port, name];
  const output = await new Promise<string>((resolve, reject) => {
    execFile('ssh-keyscan', args, { signal }, (error, stdout, stderr) => {
      // It tells of hosts that do not answer by saying nothing.
      if (error === null || stdout !== '') resolve(stdout);
      else reject(new Error(failure(host, stderr.trim() || SILENCE), { cause: error }));
    });
  });
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const found = PREFERRED.flatMap((type) => lines.filter((line) => line.split(' ')[1] === type))[0] ?? lines[0];
  if (found === undefined) throw new Error(failure(host, SILENCE));
  return found;
}

function failure(host: string, reason: string): string {
  return `SSH key scan for host ${host} failed, error: ${reason}`;
}
