import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type GoldenCase, isGoldenCase } from './golden-case.js';

/** The cases in a file of the corpus, or in all files of a folder. */
export function readGoldenCases(path: string): readonly GoldenCase[] {
  return corpusFiles(path).flatMap(readCases);
}

function corpusFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(path, name));
}

function readCases(file: string): readonly GoldenCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isGoldenCase);
}
