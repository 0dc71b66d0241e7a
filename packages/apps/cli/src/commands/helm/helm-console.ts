import { type HelmLog, type HelmLogEntry, renderLogEntry } from '@gotk/helm';
import type { CliIo } from '../../cli/cli-io.js';
import type { HelmSettings } from './helm-settings.js';

/** Writes Helm's log lines to stderr: those for debugging only when they are asked for. */
export function consoleLog({ stderr }: Pick<CliIo, 'stderr'>, { helmVersion, debug }: HelmSettings): HelmLog {
  return (entry) => {
    if (entry.level === 'DEBUG' && !(debug && helmVersion === '4.2')) return;
    if (helmVersion === '3.22') stderr(`${renderHelm3Line(entry)}\n`);
    else stderr(`${renderLogEntry(entry)}\n`);
  };
}

/** Where Helm 3 logs in a form of its own; the number is that of the line in its source. */
const HELM_3_LINES: ReadonlyMap<string, string> = new Map([
  ['this chart is deprecated', 'WARNING: This chart is deprecated'],
  ['funcMap fail', 'engine.go:227: [INFO] Fail: '],
  ['missing required value', 'engine.go:206: [INFO] Missing required value: '],
  [
    'warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...',
    'manager.go:122: warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...',
  ],
]);

function renderHelm3Line(entry: HelmLogEntry): string {
  if (entry.message.startsWith('found symbolic link')) {
    const [path = '', resolved = ''] = entry.attributes.map(([, value]) => value);
    return `walk.go:75: found symbolic link in path: ${path} resolves to ${resolved}. Contents of linked file included and used`;
  }
  const line = HELM_3_LINES.get(entry.message);
  return line === undefined ? renderLogEntry(entry) : line + entry.attributes.map(([, value]) => value).join(' ');
}
