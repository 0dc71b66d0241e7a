/** Which lines to show. Empty texts show all. */
export interface LogFilter {
  readonly level: string;
  readonly kind: string;
  readonly name: string;
  /** `undefined` shows all namespaces. */
  readonly namespace: string | undefined;
}

interface LogEntry {
  readonly ts?: string;
  readonly level?: string;
  readonly msg?: string;
  readonly error?: string;
  readonly 'reconciler kind'?: string;
  readonly controllerKind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/**
 * One JSON line of a controller's log as a line for people; `undefined` for lines that are filtered out or no JSON.
 *
 * @throws SyntaxError for a line that begins like JSON and is none.
 */
export function renderLogLine(line: string, filter: LogFilter): string | undefined {
  if (!line.startsWith('{')) return undefined;
  const entry = JSON.parse(line) as LogEntry;
  if (!isShown(entry, filter)) return undefined;
  const { ts = '', level = '', msg = '', error = '', name = '', namespace = '' } = entry;
  const object = name === '' ? '' : `/${name}.${namespace}`;
  return `${ts} ${level} ${entry['reconciler kind'] || (entry.controllerKind ?? '')}${object} - ${msg} ${error}`;
}

function isShown(entry: LogEntry, { level, kind, name, namespace }: LogFilter): boolean {
  return (
    (level === '' || level === entry.level) &&
    (kind === '' || isEqual(kind, entry['reconciler kind']) || isEqual(kind, entry.controllerKind)) &&
    (name === '' || isEqual(name, entry.name)) &&
    (namespace === undefined || isEqual(namespace, entry.namespace))
  );
}

function isEqual(a: string, b = ''): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
