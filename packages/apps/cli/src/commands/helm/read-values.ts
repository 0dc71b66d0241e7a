import type { GoMap } from '@gotk/go-template';
import { mergeValueOptions } from '@gotk/helm';
import type { CommandContext } from '../../cli/command.js';
import type { HelmSettings } from './helm-settings.js';
import { readNamed } from './read-named.js';
import type { ChartNetwork } from './source/chart-network.js';
import { schemeOf } from './source/url-scheme.js';

/** The values that files, URLs and flags give. `-` is standard input. @throws LocatedError with Helm's text */
export async function readValues(context: CommandContext, settings: HelmSettings): Promise<GoMap> {
  const { flags, io } = context;
  const { helmVersion } = settings;
  const valueFiles = [];
  for (const name of flags.list('values')) {
    valueFiles.push({ name, data: await readAny(context, settings, name) });
  }
  const setFile = flags.list('set-file');
  const remote = await readRemote(context, settings, setFile);
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

async function readAny(context: CommandContext, settings: HelmSettings, name: string): Promise<Uint8Array> {
  if (name.trim() === '-') return new TextEncoder().encode(await context.io.readStdin());
  return (await fetchFile(context, settings, name)) ?? readNamed(name, context.io.cwd);
}

/** What the URLs among `key=file` pairs name. */
async function readRemote(
  context: CommandContext,
  settings: HelmSettings,
  pairs: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const pair of pairs) {
    for (const [url] of pair.matchAll(/[a-z][a-z0-9+.-]*:\/\/[^,\s]+/gi)) {
      const data = await fetchFile(context, settings, url);
      if (data !== undefined) files.set(url, data);
    }
  }
  return files;
}

/** What a URL of the web or of a plugin names; `undefined` for the name of a file. */
async function fetchFile(
  context: CommandContext,
  settings: HelmSettings,
  name: string,
): Promise<Uint8Array | undefined> {
  if (schemeOf(name) === '') return undefined;
  const { GetterPlugins } = await import('./plugins/getter-plugins.js');
  const plugins = new GetterPlugins(context, settings);
  if (!/^https?:\/\//i.test(name) && !plugins.provides(name)) return undefined;
  return withNetwork(context, { settings, plugins }, async (network) => {
    const { anonymousRepository } = await import('./source/repositories-file.js');
    const access = anonymousRepository(name);
    return network.download({ url: name, access, ownerUrl: name, passCredentials: false });
  });
}

async function withNetwork<T>(
  { signal, io }: CommandContext,
  options: {
    readonly settings: HelmSettings;
    readonly plugins: ConstructorParameters<typeof ChartNetwork>[2];
  },
  run: (network: ChartNetwork) => Promise<T>,
): Promise<T> {
  const { ChartNetwork } = await import('./source/chart-network.js');
  const { settings, plugins } = options;
  const network = new ChartNetwork(signal, { cwd: io.cwd, helmVersion: settings.helmVersion }, plugins);
  try {
    return await run(network);
  } finally {
    await network.close();
  }
}
