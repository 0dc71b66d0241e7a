import { type FileTree, memoryTree } from '@gotk/file-tree';
import { isJsonObject, type JsonObject } from '@gotk/json';
import {
  type BuildCache,
  type HelmOptions,
  type KustomizeBuildOptions,
  kustomizeBuild,
  renderBuild,
} from '@gotk/kustomize';
import { shortDiff } from '../short-diff.js';
import type { CaseResult } from '../suite.js';

/** A case of the corpus, as its README describes it. */
export interface GoldenCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly filesBase64?: Readonly<Record<string, string>>;
  readonly dirs?: readonly string[];
  readonly run: string;
  readonly flags: readonly string[];
  readonly expected?: string;
  readonly defaultOrder?: readonly number[];
  readonly error?: string;
  readonly errorUnstable?: boolean;
  readonly warnings?: readonly string[];
}

const ROOT = '/golden/case';

/** Builds the case and compares output, error and warnings. */
export async function checkCase(
  golden: GoldenCase,
  helm: HelmOptions | undefined,
  cache?: BuildCache,
): Promise<CaseResult> {
  const warnings: string[] = [];
  const options = optionsOf(golden, helm, (warning) => warnings.push(warning));
  const outcome = await build(cache === undefined ? options : { ...options, cache });
  const expected = { output: golden.expected, error: golden.error };
  if (golden.errorUnstable === true)
    return outcome.error === undefined
      ? fail(`the build succeeds; it should fail: ${expected.error}`)
      : { kind: 'pass' };
  if (outcome.error !== expected.error)
    return fail(`error:\n${shortDiff(expected.error ?? '(none)', outcome.error ?? '(none)')}`);
  if (outcome.output !== expected.output) return fail(shortDiff(expected.output ?? '', outcome.output ?? ''));
  const wanted = (golden.warnings ?? []).join('\n');
  const found = warnings.map(normalize).join('\n');
  return found === wanted ? { kind: 'pass' } : fail(`warnings:\n${shortDiff(wanted, found)}`);
}

/** Builds the case in the order that the command line has without a flag. */
export async function checkDefaultOrder(golden: GoldenCase, helm: HelmOptions | undefined): Promise<CaseResult> {
  const documents = (golden.expected ?? '').split(/^---\n/m);
  const wanted = (golden.defaultOrder ?? []).map((index) => documents[index] ?? '').join('---\n');
  const options = optionsOf({ ...golden, flags: golden.flags.filter((flag) => flag !== '--reorder') }, helm);
  const outcome = await build({ ...options, reorder: 'unspecified' });
  return outcome.output === wanted ? { kind: 'pass' } : fail(shortDiff(wanted, outcome.output ?? `${outcome.error}`));
}

interface Outcome {
  readonly output?: string;
  readonly error?: string;
}

async function build(options: KustomizeBuildOptions): Promise<Outcome> {
  try {
    return { output: renderBuild(await kustomizeBuild(options)) };
  } catch (error) {
    return { error: normalize(error instanceof Error ? error.message : String(error)) };
  }
}

/** kustomize prints a message without its last line breaks. */
function normalize(message: string): string {
  return message
    .replaceAll(ROOT, '<ROOT>')
    .replaceAll(/0x[0-9a-f]{8,}/g, '0x<ADDR>')
    .trimEnd();
}

function optionsOf(
  golden: GoldenCase,
  helm: HelmOptions | undefined,
  onWarning: (warning: string) => void = () => undefined,
): KustomizeBuildOptions {
  const { flags, run } = golden;
  const reorder = flags[flags.indexOf('--reorder') + 1];
  return {
    tree: treeOf(golden),
    directory: run === '.' ? '' : run,
    rootPath: ROOT,
    onWarning,
    reorder: !flags.includes('--reorder') ? 'unspecified' : reorder === 'legacy' ? 'legacy' : 'none',
    managedByLabel: flags.includes('--enable-managedby-label'),
    loadRestrictor: flags.includes('LoadRestrictionsNone') ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly',
    ...(flags.includes('--enable-helm') && helm !== undefined ? { helm } : {}),
  };
}

function treeOf({ files, filesBase64 = {}, dirs = [] }: GoldenCase): FileTree {
  const decoded = Object.entries(filesBase64).map(([path, text]) => [
    path,
    new Uint8Array(Buffer.from(text, 'base64')),
  ]);
  const empty = dirs.map((path) => [`${path}/`, '']);
  return memoryTree({ ...files, ...Object.fromEntries(decoded), ...Object.fromEntries(empty) });
}

function fail(diff: string): CaseResult {
  return { kind: 'fail', diff };
}

/** Whether a line of the corpus is a case. */
export function isGoldenCase(value: unknown): value is GoldenCase & JsonObject {
  return isJsonObject(value) && typeof value['name'] === 'string' && isJsonObject(value['files']);
}
