import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { bytesToText, textToBytes } from '@gotk/go-template';
import { sourceDocument } from '@gotk/helm';
import type { CliIo } from '../../../cli/cli-io.js';
import type { Rendering } from './run-template.js';

interface WriteOptions {
  readonly outputDir: string;
  readonly inReleaseFolder: boolean;
  readonly includeCrds: boolean;
  readonly skipTests: boolean;
  readonly disableHooks: boolean;
  readonly io: CliIo;
}

/** Writes what each template made into a file of its path, definitions first. */
export function writeTemplates({ name, chart }: Rendering, options: WriteOptions): void {
  const { outputDir, inReleaseFolder, io, includeCrds, skipTests, disableHooks } = options;
  const releaseFolder = inReleaseFolder ? `${outputDir}/${name}` : outputDir;
  const written = new Set<string>();
  const write = (path: string, content: string, folder = releaseFolder): void => {
    const file = resolve(io.cwd, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const document = textToBytes(sourceDocument(path, content));
    if (written.has(path)) appendFileSync(file, document);
    else writeFileSync(file, document);
    written.add(path);
    io.stdout(`wrote ${folder}/${path}\n`);
  };
  if (includeCrds) for (const { path, file } of chart.crds) write(path, bytesToText(file.data), outputDir);
  for (const { path, content } of chart.manifests) write(path, content);
  const hooks = chart.hooks.filter(({ events }) => !disableHooks && !(skipTests && events.includes('test')));
  for (const { path, manifest } of hooks) write(path, manifest);
}
