import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A program that extends the command. */
export interface Plugin {
  readonly name: string;
  readonly path: string;
}

const PREFIX = 'flux-';

type Environment = Readonly<Record<string, string | undefined>>;

/** The programs `flux-NAME` in the folder of plugins, by name. */
export function findPlugins(env: Environment): readonly Plugin[] {
  const folder = env['FLUXCD_PLUGINS'] || join(env['HOME'] ?? '', '.fluxcd', 'plugins');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith(PREFIX) && file.length > PREFIX.length)
    .sort()
    .map((file) => ({ name: file.slice(PREFIX.length).replace(/\.exe$/, ''), path: join(folder, file) }))
    .filter(({ path }) => isProgram(path));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
