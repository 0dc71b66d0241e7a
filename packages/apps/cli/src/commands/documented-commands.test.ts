import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCommand, flagsOf } from '../cli/find-command.js';
import { parseFlags } from '../cli/parse-flags.js';
import { createLogger } from '../output/logger.js';
import { createRootCommand } from './root.js';

const repository = resolve(fileURLToPath(import.meta.url), '../../../../../..');
const docs = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && !path.startsWith('adr'))
  .map((path) => join('docs', path));

/** The lines of fenced blocks that run `flux`. */
function documentedCommands(path: string): readonly string[] {
  const blocks = readFileSync(join(repository, path), 'utf8').matchAll(/^```\n(.*?)^```$/gms);
  return [...blocks]
    .flatMap(([, text = '']) => text.split('\n'))
    .filter((line) => line.startsWith('flux ') && !line.includes('['));
}

describe('every command in the documentation', () => {
  const root = createRootCommand(
    { env: {} },
    createLogger(() => undefined),
  );
  const rows = ['README.md', ...docs].flatMap((path) => documentedCommands(path).map((line) => [path, line] as const));

  it('is looked at', () => expect(rows.length).toBeGreaterThan(20));

  it.each(rows)('%s: %s', (_, line) => {
    const { path, args } = findCommand(root, line.split(/\s+/).slice(1));
    expect(path.at(-1)?.load, `${line} is a group`).toBeDefined();
    expect(() => parseFlags(args, flagsOf(path))).not.toThrow();
  });
});
