import type { Logger } from './logger.js';

export type LogLevel = 'trace' | 'debug' | 'info' | 'error';

export interface LoggerOptions {
  /** `--log-level`. Default `info`. */
  readonly level?: LogLevel;
  /** `--log-encoding`. Default `json`. */
  readonly encoding?: 'json' | 'console';
  /** Where lines go. Default: standard error, as Flux's go. */
  readonly write?: (line: string) => void;
  readonly nowMs?: () => number;
}

/** Makes a logger that writes Flux's lines: `level`, `ts` and `msg` first, then the fields. The writing library is loaded only here. */
export async function createLogger(options: LoggerOptions = {}): Promise<Logger> {
  const { level = 'info', encoding = 'json', nowMs = Date.now } = options;
  const { pino } = await import('pino');
  const write = options.write ?? writeToStderr();
  const sink = { write: encoding === 'console' ? (line: string) => write(renderConsole(line)) : write };
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'msg',
      timestamp: () => `,"ts":"${renderTime(nowMs())}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  );
  return wrap(logger);
}

interface Writer {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
  debug(fields: object, message: string): void;
  trace(fields: object, message: string): void;
  child(fields: object): Writer;
}

function wrap(writer: Writer): Logger {
  return {
    error: (message, fields = {}) => writer.error(fields, message),
    info: (message, fields = {}) => writer.info(fields, message),
    debug: (message, fields = {}) => writer.debug(fields, message),
    trace: (message, fields = {}) => writer.trace(fields, message),
    with: (fields) => wrap(writer.child(fields)),
  };
}

function writeToStderr(): (line: string) => void {
  return (line) => void process.stderr.write(line);
}

/** ISO 8601 in UTC with milliseconds, as zap writes it. */
function renderTime(nowMs: number): string {
  return new Date(nowMs).toISOString();
}

/** `time <tab> LEVEL <tab> message <tab> {fields}`. */
function renderConsole(line: string): string {
  const { level, ts, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const parts = [String(ts), String(level).toUpperCase(), String(msg)];
  if (Object.keys(fields).length > 0) parts.push(JSON.stringify(fields));
  return `${parts.join('\t')}\n`;
}
