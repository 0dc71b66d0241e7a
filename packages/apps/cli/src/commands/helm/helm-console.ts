import { quoteText } from '@gotk/go-template';
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

/** Where Helm 3 logs in a form of its own: what it says where, by how our message begins. The number is that of the line in its source. */
const HELM_3_LINES: readonly (readonly [
  beginning: string,
  render: (values: readonly string[], message: string) => string,
])[] = [
  ['this chart is deprecated', () => 'WARNING: This chart is deprecated'],
  ['funcMap fail', (values) => `engine.go:227: [INFO] Fail: ${values.join(' ')}`],
  ['missing required value', (values) => `engine.go:206: [INFO] Missing required value: ${values.join(' ')}`],
  ['warning: a valid Helm v3 hash', (_, message) => `manager.go:122: ${message}`],
  ['found symbolic link', ([path, resolved]) => linkLine(path, resolved)],
  ['Warning: Dependencies are handled', (_, message) => `load.go:120: ${message}`],
  ['Warning: Dependency locking', (_, message) => `load.go:138: ${message}`],
  ['warning: skipping globals because destination', (_, message) => `coalesce.go:138: ${message}`],
  ['warning: skipping globals because source', (_, message) => `coalesce.go:145: ${message}`],
  ['Conflict: cannot merge map', (_, message) => `coalesce.go:161: ${message}`],
  ['key ', (_, message) => `coalesce.go:175: ${message}`],
  ['warning: skipped value for', (_, message) => `coalesce.go:237: ${message}`],
  ['warning: cannot overwrite table', (_, message) => `coalesce.go:316: ${message}`],
  ['warning: destination for', (_, message) => `coalesce.go:319: ${message}`],
  [
    'ImportValues missing table from chart',
    ([chart, error]) => `dependencies.go:270: Warning: ImportValues missing table from chart ${chart}: ${error}`,
  ],
  ['ImportValues missing table', ([error]) => `dependencies.go:287: Warning: ImportValues missing table: ${error}`],
  [
    'skipping unknown hooks',
    ([hook = '']) => `manifest_sorter.go:199: info: skipping unknown hook: ${quoteText(hook)}`,
  ],
  [
    'unresolved URN reference',
    ([urn]) => `jsonschema.go:192: WARNING: unresolved URN reference ignored; using permissive schema: ${urn}`,
  ],
];

function linkLine(path = '', resolved = ''): string {
  return `walk.go:75: found symbolic link in path: ${path} resolves to ${resolved}. Contents of linked file included and used`;
}

function renderHelm3Line(entry: HelmLogEntry): string {
  const { message, attributes } = entry;
  if (message === 'returned non-bool value') return nonBoolLine(attributes);
  const values = attributes.map(([, value]) => value);
  const found = HELM_3_LINES.find(([beginning]) => message.startsWith(beginning));
  return found === undefined ? renderLogEntry(entry) : found[1](values, message);
}

/** A condition or a tag. */
function nonBoolLine(attributes: HelmLogEntry['attributes']): string {
  const [[kind, name] = ['', ''], [, chart] = ['', '']] = attributes;
  const [line, what] = kind === 'tag' ? [95, 'Tag'] : [64, 'Condition path'];
  return `dependencies.go:${line}: Warning: ${what} '${name}' for chart ${chart} returned non-bool value`;
}
