import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RecordedRun } from './scenario.js';

/** Runs of the command line that share a working directory and a registry. */
export interface Transcript {
  /** The files of the working directory. */
  readonly files: Readonly<Record<string, string>>;
  /** In the order of the recording. */
  readonly runs: readonly TranscriptRow[];
}

export interface TranscriptRow extends RecordedRun {
  readonly name: string;
  /** The archive that was made, or the paths that were unpacked. */
  readonly result?: RecordedArchive | readonly string[];
}

/** An archive that was made. */
export interface RecordedArchive {
  /** Name, type, mode, size, owner, time and digest of each entry. */
  readonly entries: readonly (readonly (string | number)[])[];
  /** Of the archive before it was compressed. */
  readonly tarDigest: string;
}

/** Reads the transcript in a file, or in the folder's `cli.jsonl`; the files stand beside it in `cli-files.json`. */
export function readTranscripts(path: string): readonly Transcript[] {
  const file = statSync(path).isDirectory() ? join(path, 'cli.jsonl') : path;
  if (!file.endsWith('.jsonl') || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const filesOf = join(dirname(file), 'cli-files.json');
  return [
    {
      files: existsSync(filesOf) ? JSON.parse(readFileSync(filesOf, 'utf8')) : {},
      runs: lines.map((line) => JSON.parse(line) as TranscriptRow),
    },
  ];
}
