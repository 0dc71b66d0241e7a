/** A setting of `git config`, handed over in the environment so that it shows in no process listing. */
export type GitSetting = readonly [key: string, value: string];

export interface GitEnvironmentOptions {
  readonly settings?: readonly GitSetting[];
  /** Further variables, e.g. `GIT_DIR`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Applied to every run: nothing interactive, no hooks, no background work, no helper of the person's machine. */
const ALWAYS: readonly GitSetting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['safe.directory', '*'],
  ['protocol.version', '2'],
  ['protocol.allow', 'never'],
  ['protocol.http.allow', 'always'],
  ['protocol.https.allow', 'always'],
  ['protocol.ssh.allow', 'always'],
];

/**
 * The whole environment of a `git` process: built from nothing, so that no configuration, credential helper, prompt or
 * alias of the person or the machine takes part. Only `PATH` and the folder for temporary files come from ours.
 */
export function gitEnvironment({ settings = [], variables = {} }: GitEnvironmentOptions = {}): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_FLUSH: '1',
  };
  const temporary = process.env['TMPDIR'];
  if (temporary !== undefined) environment['TMPDIR'] = temporary;
  const all = [...ALWAYS, ...settings];
  environment['GIT_CONFIG_COUNT'] = String(all.length);
  for (const [index, [key, value]] of all.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return { ...environment, ...variables };
}
