import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandContext } from '../../../cli/command.js';
import { goFileError } from '../../../output/go-file-error.js';

/** Gets the passphrase of a key: the first line of `--passphrase-file`, or what the user types. It is asked for once. */
export function passphraseReader({ flags, io }: CommandContext): (key: string) => Promise<string> {
  const file = flags.text('passphrase-file');
  let known: Promise<string> | undefined;
  const ask = async (key: string): Promise<string> => {
    if (file === '-') return firstLine(await io.readStdin());
    if (file !== '') return firstLine(readText(resolve(io.cwd, file), file));
    io.stderr(`Password for key ${JSON.stringify(key)} >  `);
    return io.readLine();
  };
  return (key) => {
    known ??= ask(key);
    return known;
  };
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw goFileError('open', shown, cause);
  }
}
