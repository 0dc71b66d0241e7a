import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { memoryTree } from '@gotk/file-tree';
import { type BuildCache, createBuildCache, kustomizeBuild, renderBuild } from '@gotk/kustomize';
import { shortDiff } from '../short-diff.js';
import { damagedCase } from './fuzz/corpus-tree.js';
import { type FuzzTree, makeTree } from './fuzz/fuzz-tree.js';
import { kindChangingTree } from './fuzz/kind-changes.js';
import { readGoldenCases } from './read-golden-cases.js';

/**
 * Builds generated trees with the real kustomize and with ours, and compares output, error and warnings.
 *
 * `node conformance/dist/kustomize/fuzz.js --kustomize PATH [--trees N] [--first INDEX] [--seed S] [--only INDEX] [--keep DIR] [--corpus PATH] [--kinds]`
 *
 * With a corpus the trees are its cases with a few changes, instead of generated ones; with `--kinds` those in which patches
 * change kinds of generated objects.
 */
/** After so many trees it says how far it is. */
const PROGRESS = 500;
/** How often the real kustomize is asked again, to see whether its answer is left to chance. */
const MORE_RUNS = 16;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kustomize: { type: 'string', default: process.env['KUSTOMIZE'] ?? 'kustomize' },
      trees: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      only: { type: 'string' },
      corpus: { type: 'string' },
      kinds: { type: 'boolean', default: false },
      keep: { type: 'string' },
      'max-failures': { type: 'string', default: '10' },
    },
  });
  const generate = values.kinds ? kindChangingTree : makeTree;
  const make = values.corpus === undefined ? generate : corpusMaker(values.corpus);
  const first = Number(values.only ?? values.first);
  const end = first + (values.only === undefined ? Number(values.trees) : 1);
  const counts = { same: 0, succeeded: 0, unstable: 0, crashed: 0, different: 0 };
  for (let index = first; index < end && counts.different < Number(values['max-failures']); index++) {
    const tree = make(Number(values.seed) * 1_000_003 + index);
    const result = await compareTree(tree, values.kustomize, values.keep);
    counts[result.kind]++;
    if (result.kind === 'same' && result.succeeded) counts.succeeded++;
    if ((index + 1 - first) % PROGRESS === 0) console.error(JSON.stringify(counts));
    if (result.kind === 'different') console.log(`DIFFERENT --seed ${values.seed} --only ${index}\n${result.diff}`);
  }
  const { same, succeeded, unstable, crashed, different } = counts;
  console.log(
    `${same} the same (${succeeded} of them built), ${unstable} unstable, ${crashed} crashed upstream, ${different} different`,
  );
  return different === 0 ? 0 : 1;
}

function corpusMaker(path: string): (seed: number) => FuzzTree {
  const cases = readGoldenCases(path).filter(({ flags }) => !flags.includes('--enable-helm'));
  return (seed) => damagedCase(cases, seed);
}

type Comparison =
  | { readonly kind: 'same'; readonly succeeded: boolean }
  /** The real kustomize gives now this, now that. */
  | { readonly kind: 'unstable' }
  /** The real kustomize ends amid its work; ours must merely come to an end. */
  | { readonly kind: 'crashed' }
  | { readonly kind: 'different'; readonly diff: string };

async function compareTree(tree: FuzzTree, kustomize: string, keep: string | undefined): Promise<Comparison> {
  const root = keep ?? mkdtempSync(join(tmpdir(), 'kustomize-fuzz-'));
  try {
    writeTree(root, tree);
    const theirs = await runReal(kustomize, root, tree);
    const ours = await runOurs(root, tree);
    const again = await runOurs(root, tree, cache);
    if (again.text !== ours.text) {
      const diff = `with a cache:\n${shortDiff(ours.text, again.text)}${firstDifference(ours.text, again.text)}`;
      return { kind: 'different', diff };
    }
    if (theirs.text === PANIC) return { kind: 'crashed' };
    if (ours.text === theirs.text) return { kind: 'same', succeeded: theirs.succeeded };
    // Go walks its maps in random order, and some messages and even outputs come out of that.
    for (let again = 0; again < MORE_RUNS; again++) {
      const other = await runReal(kustomize, root, tree);
      if (other.text === ours.text) return { kind: 'same', succeeded: theirs.succeeded };
      if (other.text !== theirs.text) return { kind: 'unstable' };
    }
    return {
      kind: 'different',
      diff:
        shortDiff(theirs.text, ours.text).split('\n').map(shorten).join('\n') + firstDifference(theirs.text, ours.text),
    };
  } finally {
    if (keep === undefined) rmSync(root, { recursive: true });
  }
}

const LONG = 300;

function shorten(line: string): string {
  return line.length <= LONG ? line : `${line.slice(0, LONG)}…`;
}

/** Where long lines differ, which a diff of lines does not show. */
function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 80);
  return `\ntheirs: …${JSON.stringify(a.slice(from, at + 120))}\nours:   …${JSON.stringify(b.slice(from, at + 120))}`;
}

function writeTree(root: string, { files }: FuzzTree): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

interface Outcome {
  readonly succeeded: boolean;
  /** Output, or the error; then warnings. */
  readonly text: string;
}

function runReal(kustomize: string, root: string, { run, flags }: FuzzTree): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    execFile(kustomize, ['build', run, ...flags], { cwd: root, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (error !== null && error.code !== 1 && error.code !== 2) reject(error);
      else resolve(outcomeOf(error === null, stdout, stderr));
    });
  });
}

const PANIC = 'panic';
const FLAG_NOTICE = /^Flag --[\w-]+ has been deprecated.*\n/gm;
const LOG_TIME = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm;

function outcomeOf(succeeded: boolean, stdout: string, stderr: string): Outcome {
  const errors = stderr
    .replaceAll(FLAG_NOTICE, '')
    .replaceAll(LOG_TIME, '')
    .replaceAll(/0x[0-9a-f]{8,}/g, '0x…');
  // A failure without an error is an end amid the work (Go's log.Fatal), where ours has an error with a place.
  const isFatal = !succeeded && !/^Error: /m.test(errors);
  if (isFatal || /^panic: |\ngoroutine \d+ \[/m.test(errors)) return { succeeded: false, text: PANIC };
  return { succeeded, text: `${stdout}\n${errors.trimEnd()}` };
}

/** Shared by all trees, so that what one leaves behind would show in another. */
const cache = createBuildCache();

async function runOurs(root: string, { files, run, flags }: FuzzTree, cache?: BuildCache): Promise<Outcome> {
  const warnings: string[] = [];
  const at = flags.indexOf('--reorder');
  const reorder = at === -1 ? 'unspecified' : flags[at + 1] === 'legacy' ? 'legacy' : 'none';
  const options = {
    tree: memoryTree(files),
    rootPath: root,
    directory: run,
    reorder,
    managedByLabel: flags.includes('--enable-managedby-label'),
    loadRestrictor: flags.includes('LoadRestrictionsNone') ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly',
    onWarning: (warning: string) => void warnings.push(warning),
    ...(cache === undefined ? {} : { cache }),
  } as const;
  try {
    const output = renderBuild(await kustomizeBuild(options));
    return outcomeOf(true, output, warnings.join('\n'));
  } catch (error) {
    const message = `Error: ${error instanceof Error ? error.message : String(error)}`;
    return outcomeOf(false, '', [...warnings, message].join('\n'));
  }
}

process.exitCode = await main();
