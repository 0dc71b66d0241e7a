import type { Command } from './command.js';
import { type Flag, takesValue, typeName } from './flag.js';

/** The help of the last command of `path`, in the layout of Flux. */
export function renderHelp(path: readonly Command[]): string {
  const command = path.at(-1);
  if (command === undefined) return '';
  const name = path.map((each) => each.name).join(' ');
  const sections = [
    `Usage:\n${usageLines(name, command).join('\n')}`,
    aliasesSection(command),
    command.examples === undefined ? '' : `Examples:\n${command.examples}`,
    commandsSection(command),
    flagsSection('Flags', ownFlags(command)),
    flagsSection('Global Flags', inheritedFlags(path)),
    hasCommands(command) ? `Use "${name} [command] --help" for more information about a command.` : '',
  ];
  return `${command.long ?? command.short}\n\n${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function usageLines(name: string, command: Command): readonly string[] {
  const operands = command.operands === undefined ? '' : ` ${command.operands}`;
  return [
    ...(command.load === undefined ? [] : [`  ${name}${operands} [flags]`]),
    ...(hasCommands(command) ? [`  ${name} [command]`] : []),
  ];
}

function aliasesSection({ name, aliases = [] }: Command): string {
  return aliases.length === 0 ? '' : `Aliases:\n  ${[name, ...aliases].join(', ')}`;
}

function hasCommands({ commands = [] }: Command): boolean {
  return commands.some((each) => each.hidden !== true);
}

const LEAST_NAME_WIDTH = 11;

function commandsSection({ commands = [] }: Command): string {
  const shown = commands.filter((each) => each.hidden !== true).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (shown.length === 0) return '';
  const width = Math.max(LEAST_NAME_WIDTH, ...shown.map(({ name }) => name.length));
  return `Available Commands:\n${shown.map(({ name, short }) => `  ${name.padEnd(width)} ${short}`).join('\n')}`;
}

function ownFlags({ name, flags = [], persistentFlags = [] }: Command): readonly Flag[] {
  return [...flags, ...persistentFlags, { name: 'help', shorthand: 'h', type: 'bool', usage: `help for ${name}` }];
}

function inheritedFlags(path: readonly Command[]): readonly Flag[] {
  return path.slice(0, -1).flatMap(({ persistentFlags = [] }) => persistentFlags);
}

function flagsSection(title: string, flags: readonly Flag[]): string {
  const shown = flags.filter(({ hidden, deprecated }) => hidden !== true && deprecated === undefined);
  if (shown.length === 0) return '';
  const sorted = shown.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const heads = sorted.map(flagHead);
  const width = Math.max(...heads.map((head) => head.length));
  const lines = sorted.map(
    (flag, index) => `${(heads[index] ?? '').padEnd(width)}   ${flag.usage}${defaultNote(flag)}`,
  );
  return `${title}:\n${lines.map((line) => line.trimEnd()).join('\n')}`;
}

function flagHead(flag: Flag): string {
  const short = flag.shorthand === undefined ? '    ' : `-${flag.shorthand}, `;
  const type = takesValue(flag) ? ` ${typeName(flag)}` : '';
  return `  ${short}--${flag.name}${type}`;
}

const ZERO_VALUES = new Set(['', 'false', '0', '0s', '[]']);

function defaultNote({ default: fallback, type }: Flag): string {
  if (fallback === undefined || ZERO_VALUES.has(fallback)) return '';
  if (type === 'string') return ` (default ${JSON.stringify(fallback)})`;
  return type === 'strings' || type === 'stringArray' ? ` (default [${fallback}])` : ` (default ${fallback})`;
}
