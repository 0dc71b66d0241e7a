import { readFileSync } from 'node:fs';
import * as fileTree from '@gotk/file-tree';
import { expect, it } from 'vitest';
import * as kustomize from './index.js';

const MODULES: Readonly<Record<string, object>> = { '@gotk/file-tree': fileTree, '@gotk/kustomize': kustomize };

/** Runs the lines of an example with the modules that it imports. @returns what it prints. */
async function run(example: string): Promise<string> {
  const printed: string[] = [];
  const body = example.replaceAll(/^import \{(.*)\} from '(.*)';$/gm, "const {$1} = modules['$2'];");
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await new AsyncFunction('modules', 'console', body)(MODULES, { log: (text: string) => void printed.push(text) });
  return printed.join('\n');
}

it('the example of the README runs, in ten lines', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  expect(example.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
  expect(await run(example)).toBe('apiVersion: v1\nkind: Service\nmetadata:\n  name: eu-web\n');
});
