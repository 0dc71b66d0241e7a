import { type ProgramRun, runProgram } from '../../run-program.js';

const TIMEOUT_MS = 30_000;

/** Runs `kubectl COMMAND` in a shell of its own, with a home folder that holds the kubeconfig as `config`. */
export function runKubectl(command: string, stdin: string, home: string): Promise<ProgramRun> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    KUBECONFIG: `${home}/config`,
    LANG: 'C',
    TZ: 'UTC',
    TMPDIR: home,
  };
  return runProgram('sh', ['-c', `kubectl ${command}`], { env, cwd: home, stdin, timeoutMs: TIMEOUT_MS });
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '(uid)'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| [+-]\d{4} UTC| \S+)?/g, '(time)'],
  [/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '(date)'],
  [/[A-Z]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ /g, '(log) '],
  [/(resourceVersion(?:\\*")?: ?(?:\\*")?|Resource Version: +)\d+/g, '$1(version)'],
  [/https?:\/\/(?:127\.0\.0\.1|localhost):\d+/g, '(server)'],
  [/(?:127\.0\.0\.1|localhost):\d+/g, '(host)'],
  [/\/(LIVE|MERGED)-\d+/g, '/$1'],
  [/\/tmp\/[\w.-]+/g, '(home)'],
  [/\b10\.0\.\d+\.\d+\b/g, '(address)'],
  [/\b3[0-2]\d{3}\b/g, '(port)'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '(token)'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-(random)'],
  [/\b(?:\d+[smhd]){1,2}\b/g, '(age)'],
  [/<invalid>|<unknown>/g, '(age)'],
  [/[ \t]+/g, ' '],
  [/ $/gm, ''],
];

/** The text without what differs from run to run, and with the order of managers made firm. */
export function normalOutput(text: string): string {
  const plain = RULES.reduce((current, [pattern, by]) => current.replaceAll(pattern, by), text);
  return plain.replace(/(?<=^( *)managedFields:\n)(?:\1[ -].*\n)+/gm, (entries, indent: string) =>
    entries
      .split(new RegExp(`^(?=${indent}- )`, 'm'))
      .sort()
      .join(''),
  );
}
