import type { GoMap } from '@gotk/go-template';
import { mergeValueOptions } from '@gotk/helm';
import type { CommandContext } from '../../cli/command.js';
import { readNamed } from './read-named.js';

/** The values that files and flags give. `-` is standard input. @throws LocatedError with Helm's text */
export async function readValues({ flags, io }: CommandContext): Promise<GoMap> {
  const valueFiles = [];
  for (const name of flags.list('values')) {
    const data = name.trim() === '-' ? new TextEncoder().encode(await io.readStdin()) : readNamed(name, io.cwd);
    valueFiles.push({ name, data });
  }
  return mergeValueOptions({
    valueFiles,
    set: flags.list('set'),
    setString: flags.list('set-string'),
    setJson: flags.list('set-json'),
    setFile: flags.list('set-file'),
    setLiteral: flags.list('set-literal'),
    readFile: (name) => readNamed(name, io.cwd),
  });
}
