import type { CommandContext } from '../../../cli/command.js';
import { readNamedFile } from '../read-file.js';
import { scanHostKey } from './scan-host-key.js';
import { generateSshKey, readSshKey, type SshKeyPair } from './ssh-key-pair.js';

/** What a Secret for Git over SSH holds. */
export interface SshSecretData extends Readonly<Record<string, string>> {
  readonly identity: string;
  readonly 'identity.pub': string;
  readonly known_hosts: string;
}

/** The key that the flags name, or a new one, and the key of the server. @throws Error with Flux's text */
export async function sshSecretData(context: CommandContext, host: string): Promise<SshSecretData> {
  const password = context.flags.text('password');
  const { privateKey, publicKey } = await keyPairOf(context, password);
  return {
    identity: privateKey,
    'identity.pub': publicKey,
    known_hosts: await scanHostKey(host, context.signal),
    ...(password === '' ? {} : { password }),
  };
}

async function keyPairOf({ flags, io }: CommandContext, password: string): Promise<SshKeyPair> {
  const file = flags.text('private-key-file');
  if (file === '') {
    const [algorithm, curve] = [flags.text('ssh-key-algorithm'), flags.text('ssh-ecdsa-curve')];
    return generateSshKey({ algorithm, curve, rsaBits: Number(flags.text('ssh-rsa-bits')) });
  }
  const text = await readNamedFile(file, { cwd: io.cwd, problem: 'failed to open private key file' });
  return readSshKey(text, password);
}
