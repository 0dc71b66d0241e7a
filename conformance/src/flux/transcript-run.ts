import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { shortDiff } from '../short-diff.js';
import type { CaseResult } from '../suite.js';
import { Environment } from './environment.js';
import { compareRun, type FinishedRun, runCommand } from './run-commands.js';
import type { RecordedArchive, Transcript, TranscriptRow } from './transcript.js';

/** The namespace that the recording's cluster had. */
const NAMESPACE = 'empty-ns';
const DIGEST = /sha256:[0-9a-f]{64}/g;

/** Replays a transcript of the command line, one run after another. */
export class TranscriptRun {
  readonly #transcript: Transcript;
  readonly #results = new Map<string, CaseResult>();
  #replayed: Promise<void> | undefined;

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
  }

  /** The result of one run; the first call replays them all. */
  async resultOf(name: string): Promise<CaseResult> {
    this.#replayed ??= this.#replay();
    await this.#replayed;
    return this.#results.get(name) ?? { kind: 'fail', diff: 'the run was not reached' };
  }

  async #replay(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'flux-transcript-'));
    const environment = await Environment.start(NAMESPACE);
    try {
      writeFiles(folder, this.#transcript.files);
      for (const row of this.#transcript.runs) this.#results.set(row.name, await replayRun(row, environment, folder));
    } finally {
      await environment.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function replayRun(row: TranscriptRow, environment: Environment, folder: string): Promise<CaseResult> {
  // Where files are unpacked to was there.
  if (row.args[0] === 'pull') mkdirSync(join(folder, 'pulled'), { recursive: true });
  const actual = await runCommand(row, { environment, namespace: NAMESPACE, cwd: folder });
  if (row.args[0] === 'push') equateDigests(row, actual, environment);
  const problems = [...compareRun(row, actual, environment), ...compareResult(row, folder)];
  return problems.length === 0 ? { kind: 'pass' } : { kind: 'fail', diff: problems.join('\n') };
}

/** What was pushed holds an archive, which every library compresses in its own way. From here on the digests are the same. */
function equateDigests(row: TranscriptRow, actual: FinishedRun, { registry }: Environment): void {
  const digestsIn = ({ stdout, stderr }: FinishedRun): readonly string[] => `${stdout}${stderr}`.match(DIGEST) ?? [];
  const recorded = digestsIn(row);
  for (const [index, here] of digestsIn(actual).entries()) registry.equate(here, recorded[index] ?? '');
}

function compareResult({ args, result }: TranscriptRow, folder: string): readonly string[] {
  if (result === undefined) return [];
  const output = args.find((arg) => arg.startsWith('--output='))?.slice('--output='.length) ?? '';
  return isList(result) ? compareFiles(result, join(folder, output)) : compareArchive(result, join(folder, output));
}

function isList(result: RecordedArchive | readonly string[]): result is readonly string[] {
  return Array.isArray(result);
}

function compareFiles(recorded: readonly string[], folder: string): readonly string[] {
  const wanted = recorded.join('\n');
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().join('\n');
  return wanted === found ? [] : [`unpacked files:\n${shortDiff(wanted, found)}`];
}

/** The digest is that of everything in the archive: names, modes, owners, times and contents. */
function compareArchive({ tarDigest }: RecordedArchive, file: string): readonly string[] {
  if (!existsSync(file)) return ['no archive was made'];
  const found = `sha256:${createHash('sha256')
    .update(gunzipSync(readFileSync(file)))
    .digest('hex')}`;
  return found === tarDigest ? [] : [`the archive has digest ${found}, not ${tarDigest}`];
}
