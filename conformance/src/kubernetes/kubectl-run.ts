import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { renderYaml } from '@gotk/yaml';
import { type ProgramRun, runProgram } from '../run-program.js';
import type { CaseResult } from '../suite.js';
import { goldenUsers } from './api-connection.js';
import { compareLines } from './compare-lines.js';
import { type GoldenServer, startGoldenServer } from './golden-server.js';
import { Symbols } from './symbols.js';

/** One recorded command. */
export interface GoldenCommand {
  readonly session: string;
  readonly n: number;
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly eventually?: boolean;
}

const EVENTUALLY_MS = 6000;
const POLL_MS = 100;
const MAX_DIFFERENCES = 8;

/** Replays one kubectl session against a server of its own, each command once, in order. */
export class KubectlRun {
  readonly #commands: readonly GoldenCommand[];
  readonly #results = new Map<number, CaseResult>();
  readonly #symbols = new Symbols();
  readonly #folder = mkdtempSync(join(tmpdir(), 'kubectl-session-'));
  #server: GoldenServer | undefined;
  #progress: Promise<void> = Promise.resolve();
  #next = 0;

  constructor(commands: readonly GoldenCommand[]) {
    this.#commands = commands;
  }

  /** The result of command `n`; commands before it are run first. */
  async resultOf(n: number): Promise<CaseResult> {
    this.#progress = this.#progress.then(() => this.#runThrough(n));
    await this.#progress;
    return this.#results.get(n) ?? { kind: 'fail', diff: 'the command was not run' };
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #runThrough(n: number): Promise<void> {
    for (
      let command = this.#commands[this.#next];
      command !== undefined && command.n <= n;
      command = this.#commands[this.#next]
    ) {
      this.#next++;
      this.#results.set(command.n, await this.#runCommand(command));
    }
    if (this.#next >= this.#commands.length) await this.close();
  }

  async #runCommand(command: GoldenCommand): Promise<CaseResult> {
    this.#server ??= await this.#start();
    const deadline = performance.now() + (command.eventually === true ? EVENTUALLY_MS : 0);
    for (;;) {
      const differences = this.#compare(command, await this.#spawn(command));
      if (differences.length === 0) return { kind: 'pass' };
      if (performance.now() >= deadline)
        return { kind: 'fail', diff: differences.slice(0, MAX_DIFFERENCES).join('\n') };
      await sleep(POLL_MS);
    }
  }

  async #start(): Promise<GoldenServer> {
    const server = await startGoldenServer({ controllers: true, serviceAccountAdmission: false });
    writeFileSync(join(this.#folder, 'config'), kubeconfigFor(server), { mode: 0o600 });
    return server;
  }

  #spawn({ argv, stdin = '' }: GoldenCommand): Promise<ProgramRun> {
    const home = this.#folder;
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      KUBECONFIG: join(home, 'config'),
      LANG: 'C',
      TZ: 'UTC',
      TMPDIR: home,
    };
    const args = argv.map((argument) => this.#symbols.substitute(argument));
    return runProgram('kubectl', args, { env, stdin: this.#symbols.substitute(stdin) });
  }

  #compare(expected: GoldenCommand, actual: ProgramRun): readonly string[] {
    const exit = expected.exit === actual.exit ? [] : [`exit:\n  - ${expected.exit}\n  + ${actual.exit}`];
    const output = (['stdout', 'stderr'] as const).flatMap((name) =>
      compareLines(normal(expected, expected[name]), normal(expected, actual[name]), this.#symbols).map(
        (line) => `${name} ${line}`,
      ),
    );
    return [...exit, ...output];
  }
}

/** What kubectl prints without what it takes from chance: the numbers of its folders, and the order in which it goes through maps. */
function normal({ argv }: GoldenCommand, text: string): string {
  const named = sortManagers(text).replaceAll(/\/(LIVE|MERGED)-\d+/g, '/$1');
  return argv[0] === 'describe' ? named.replace(/(?<=\nData\n====\n)[\s\S]*?(?=\n\nBinaryData\n)/, sortEntries) : named;
}

/** Who wrote last depends on the second in which it was; entries are compared in the order of their text without times. */
function sortManagers(text: string): string {
  return text.replace(/(?<=^( *)managedFields:\n)(?:\1[ -].*\n)+/gm, (entries, indent: string) => {
    const timeless = (entry: string): string => entry.replace(/ *time: .*\n/, '');
    const each = entries.split(new RegExp(`^(?=${indent}- )`, 'm'));
    return each.sort((a, b) => (timeless(a) < timeless(b) ? -1 : 1)).join('');
  });
}

function sortEntries(entries: string): string {
  return entries
    .split(/\n\n(?=\S+:\n----\n)/)
    .map((entry) => entry.trimEnd())
    .sort()
    .join('\n\n');
}

/** A kubeconfig with a context per user; the administrator's is the current one. */
function kubeconfigFor({ url, ca }: GoldenServer): string {
  return renderYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'golden', cluster: { server: url, 'certificate-authority-data': ca } }],
    users: goldenUsers.map(({ identity, token }) => ({ name: identity.user, user: { token } })),
    contexts: goldenUsers.map(({ identity: { user } }) => ({ name: user, context: { cluster: 'golden', user } })),
    'current-context': 'admin',
  });
}
