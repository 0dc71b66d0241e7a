import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import { bytesToText } from '@gotk/go-template';
import { packageFiles } from '@gotk/helm';
import { isJsonObject } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import { describeFileProblem } from '../../../output/go-file-error.js';
import { decompress } from '../open-chart.js';

export interface FolderOptions {
  readonly destination: string;
  readonly untarDir: string;
  /** The last part of what the user asked for. */
  readonly chart: string;
  readonly cwd: string;
}

/** Makes the folder in which a chart is unpacked. @returns the folder around it. @throws Error in Helm's words when it is there already */
export function prepareFolder({ destination, untarDir, chart, cwd }: FolderOptions): string {
  const around = isAbsolute(untarDir) ? untarDir : join(destination, untarDir);
  const inner = around === '.' ? chart : join(around, chart);
  if (existsSync(resolve(cwd, inner))) {
    throw new Error(`failed to untar: a file or directory with the name ${inner} already exists`);
  }
  try {
    mkdirSync(resolve(cwd, inner), { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new Error(`failed to untar (mkdir): mkdir ${inner}: ${describeFileProblem(cause)}`, { cause });
  }
  return resolve(cwd, around);
}

/** Unpacks a chart into a folder of its name. @throws Error in Helm's words */
export function expandPackage(content: Uint8Array, folder: string): void {
  const files = packageFiles(content, { gunzip: decompress });
  const name = chartNameOf(files.find((file) => file.name === 'Chart.yaml')?.data);
  for (const file of files) {
    // Paths that lead out of the chart have been refused.
    const path = join(folder, name, normalize(file.name));
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, file.data, { mode: 0o644 });
  }
}

function chartNameOf(chartFile: Uint8Array | undefined): string {
  const value = chartFile === undefined ? undefined : parseYaml(bytesToText(chartFile));
  const name = isJsonObject(value) && typeof value['name'] === 'string' ? value['name'] : '';
  if (name === '') throw new Error('chart name not specified');
  if (name === '.' || name === '..') throw new Error(`chart name ${JSON.stringify(name)} is not allowed`);
  if (/[/\\]/.test(name)) throw new Error(`chart name ${JSON.stringify(name)} must not contain path separators`);
  return name;
}
