export type { CliIo, ConnectOptions } from './cli/cli-io.js';
export { type Command, type CommandContext, type CommandHandler, ExitError } from './cli/command.js';
export type { CheckedText, Flag, FlagType, FlagValues } from './cli/flag.js';
export { runCli } from './cli/run-cli.js';
export { type ChartInflaterOptions, chartInflater } from './commands/kustomize/chart-inflater.js';
export { FLUX_VERSION } from './version.js';
