import type { KubeClient } from '@gotk/kube-client';
import { renderError } from '@gotk/located-error';
import { createRootCommand } from '../commands/root.js';
import { goFileError } from '../output/go-file-error.js';
import { createLogger, type Logger } from '../output/logger.js';
import type { CliIo } from './cli-io.js';
import { type Command, type CommandContext, ExitError } from './command.js';
import { connectOptions } from './connect-options.js';
import { findCommand, flagsOf, subcommand } from './find-command.js';
import type { FlagValues } from './flag.js';
import { UnknownFlagError } from './flag-reader.js';
import { type ParsedArgs, parseFlags } from './parse-flags.js';
import { renderHelp } from './render-help.js';
import { unknownCommandMessage, withSimilarFlag } from './suggest-name.js';

/**
 * Runs one command line.
 *
 * @param argv the arguments after the name of the program.
 * @returns the exit code.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const log = createLogger(io.stderr);
  try {
    await dispatch(argv, io, log);
    return 0;
  } catch (error) {
    const code = report(error, log);
    if ((io.env['FLUX_DEBUG'] ?? '') !== '') io.stderr(renderStack(error));
    return code;
  }
}

async function dispatch(argv: readonly string[], io: CliIo, log: Logger): Promise<void> {
  const root = createRootCommand(io, log);
  if (argv[0] === '__complete')
    return (await import('../commands/completion/complete.js')).complete(argv.slice(1), root, io);
  if (isForeign(root, argv[0]) && (await runAsPlugin(argv, io))) return;
  const { path, args } = findCommand(root, withoutHelpName(argv));
  const absent = path.at(-1)?.absent;
  if (absent !== undefined) throw new Error(absent);
  const { flags, operands } = parseFor(path, args, io);
  const command = path.at(-1);
  const wantsHelp = argv[0] === 'help' || flags.flag('help');
  if (command === undefined) return;
  if (path.length === 1 && flags.flag('version')) return io.stdout(`flux version ${io.version.replace(/^v/, '')}\n`);
  if (!wantsHelp) refuseOperands(path, operands);
  if (wantsHelp || command.load === undefined) {
    io.stdout(renderHelp(path));
    return wantsHelp || !io.isTerminal ? undefined : tellUnknownName(path, operands, log);
  }
  warnOfDeprecated(path, flags, io);
  await runCommand(command, { path, operands, flags, io, log });
}

/** Wrong flags are told as the commands on the way tell their failures. */
function parseFor(path: readonly Command[], args: readonly string[], io: CliIo): ParsedArgs {
  try {
    return parseFlags(args, flagsOf(path));
  } catch (error) {
    const isExplained = error instanceof UnknownFlagError && io.isTerminal;
    const told: unknown = isExplained ? withSimilarFlag(error, flagsOf(path)) : error;
    const prefix = path.findLast(({ failurePrefix }) => failurePrefix !== undefined)?.failurePrefix;
    if (prefix === undefined || !(told instanceof Error)) throw told;
    io.stderr(`${prefix}${renderError(told)}\n`);
    throw new ExitError('', 1);
  }
}

/** Whether a name is none of this program's. */
function isForeign(root: Command, name = '-'): boolean {
  return !name.startsWith('-') && name !== 'help' && subcommand(root, name) === undefined;
}

/** @returns whether there is such a plugin; it has run then. */
async function runAsPlugin([name, ...args]: readonly string[], { env }: CliIo): Promise<boolean> {
  const { findPlugins } = await import('../commands/plugin/find-plugins.js');
  const plugin = findPlugins(env).find((each) => each.name === name);
  if (plugin === undefined) return false;
  const { runPlugin } = await import('../commands/plugin/run-plugin.js');
  await runPlugin(plugin, args);
  return true;
}

/** `flux help get sources` is `flux get sources --help`. */
function withoutHelpName(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? argv.slice(1) : argv;
}

function refuseOperands(path: readonly Command[], operands: readonly string[]): void {
  const [first] = operands;
  const command = path.at(-1);
  if (command?.accepts === 'one' && operands.length !== 1)
    throw new Error(`accepts 1 arg(s), received ${operands.length}`);
  if (first === undefined) return;
  if (path.length === 1 || command?.accepts === 'none') throw new Error(unknownCommandMessage(path, first));
}

/** Flux's own groups show their help for any name, and end with exit code 0; a person is at least told what was wrong. */
function tellUnknownName(path: readonly Command[], [first]: readonly string[], log: Logger): void {
  if (first !== undefined) log.failure(unknownCommandMessage(path, first));
}

function warnOfDeprecated(path: readonly Command[], flags: FlagValues, io: CliIo): void {
  for (const { name, deprecated } of flagsOf(path)) {
    if (deprecated !== undefined && flags.isSet(name)) {
      io.stderr(`Flag --${name} has been deprecated, ${deprecated}\n`);
    }
  }
}

interface Invocation {
  readonly path: readonly Command[];
  readonly operands: readonly string[];
  readonly flags: FlagValues;
  readonly io: CliIo;
  readonly log: Logger;
}

async function runCommand(command: Command, invocation: Invocation): Promise<void> {
  const deadline = new AbortController();
  const timer = command.ignoresTimeout ? undefined : startTimer(deadline, invocation.flags.durationMs('timeout'));
  let client: Promise<KubeClient> | undefined;
  const connect = (): Promise<KubeClient> => {
    client ??= invocation.io.connect(connectOptions(invocation.flags));
    return client;
  };
  const context = await contextOf(invocation, AbortSignal.any([invocation.io.signal, deadline.signal]), connect);
  try {
    checkBefore(context);
    const handler = await command.load?.();
    await handler?.(context);
    if (invocation.io.signal.aborted && command.endsWithInterrupt !== true) throw new ExitError('', INTERRUPTED);
  } catch (error) {
    if (deadline.signal.aborted) throw deadline.signal.reason;
    throw command.explainsErrors || invocation.io.isTerminal ? error : withoutPlace(error);
  } finally {
    clearTimeout(timer);
    await (await client?.catch(() => undefined))?.close();
  }
}

/** A cause may be its own. */
const MAX_CAUSES = 10;

/** What a shell makes of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const LONGEST_TIMER_MS = 2 ** 31 - 1;

function startTimer(deadline: AbortController, timeoutMs: number): NodeJS.Timeout {
  const expire = (): void => deadline.abort(new Error('context deadline exceeded'));
  return setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS)).unref();
}

async function contextOf(
  { path, operands, flags, io, log }: Invocation,
  signal: AbortSignal,
  client: () => Promise<KubeClient>,
): Promise<CommandContext> {
  return { path, args: operands, flags, io, log, signal, client, namespace: await namespaceOf(flags, io) };
}

async function namespaceOf(flags: FlagValues, io: CliIo): Promise<string> {
  const follows = flags.flag('ns-follows-kube-context') || (io.env['FLUX_NS_FOLLOWS_KUBE_CONTEXT'] ?? '') !== '';
  const fromContext =
    follows && !flags.isSet('namespace') ? await io.contextNamespace(connectOptions(flags)) : undefined;
  return fromContext ?? flags.text('namespace');
}

/** Runs the check of the nearest command that has one. */
function checkBefore(context: CommandContext): void {
  context.path.findLast(({ before }) => before !== undefined)?.before?.(context);
}

/** An error of which only the message is told, as Flux's own commands do. */
class PlainError extends Error {}

function withoutPlace(error: unknown): unknown {
  return error instanceof Error && !(error instanceof ExitError)
    ? new PlainError(error.message, { cause: error })
    : error;
}

/** Where an error was made, and what caused it; for people who work on the program. */
function renderStack(error: unknown): string {
  const causes: Error[] = [];
  for (let each = error; each instanceof Error && causes.length < MAX_CAUSES; each = each.cause) causes.push(each);
  return causes.map((each, index) => `${index === 0 ? '' : 'caused by: '}${each.stack ?? each.message}\n`).join('');
}

function report(error: unknown, log: Logger): number {
  if (error instanceof ExitError) {
    if (error.message !== '') (error.exitCode === 1 ? log.warning : log.failure)(error.message);
    return error.exitCode;
  }
  log.failure(error instanceof PlainError ? error.message : renderError(withGoWords(error)));
  return 1;
}

/** What Node says of a file is told in the words of all other messages. */
function withGoWords(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error && 'path' in error)) return error;
  return goFileError(String(error.syscall), String(error.path), error);
}
