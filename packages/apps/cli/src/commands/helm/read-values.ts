import type { GoMap } from '@gotk/go-template';
import { type HelmVersion, mergeValueOptions } from '@gotk/helm';
import type { CommandContext } from '../../cli/command.js';
import { readNamed } from './read-named.js';

/** The values that files, URLs and flags give. `-` is standard input. @throws LocatedError with Helm's text */
export async function readValues(context: CommandContext, helmVersion: HelmVersion): Promise<GoMap> {
  const { flags, io } = context;
  const valueFiles = [];
  for (const name of flags.list('values')) valueFiles.push({ name, data: await readAny(context, name) });
  const setFile = flags.list('set-file');
  const remote = await readRemote(context, setFile);
  return mergeValueOptions({
    valueFiles,
    helmVersion,
    set: flags.list('set'),
    setString: flags.list('set-string'),
    setJson: flags.list('set-json'),
    setFile,
    setLiteral: flags.list('set-literal'),
    readFile: (name) => remote.get(name) ?? readNamed(name, io.cwd),
  });
}

async function readAny(context: CommandContext, name: string): Promise<Uint8Array> {
  if (name.trim() === '-') return new TextEncoder().encode(await context.io.readStdin());
  return isWebUrl(name) ? fetchFile(context, name) : readNamed(name, context.io.cwd);
}

/** What the URLs among `key=file` pairs name. */
async function readRemote(context: CommandContext, pairs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const pair of pairs) {
    for (const [url] of pair.matchAll(/https?:\/\/[^,\s]+/g)) files.set(url, await fetchFile(context, url));
  }
  return files;
}

function isWebUrl(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

async function fetchFile({ signal, io }: CommandContext, url: string): Promise<Uint8Array> {
  const { ChartNetwork } = await import('./source/chart-network.js');
  const { anonymousRepository } = await import('./source/repositories-file.js');
  const network = new ChartNetwork(signal, { cwd: io.cwd, helmVersion: '4.2' });
  try {
    return await network.download({ url, access: anonymousRepository(url), ownerUrl: url, passCredentials: false });
  } finally {
    await network.close();
  }
}
