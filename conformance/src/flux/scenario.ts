import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JsonObject } from '@gotk/json';
import { fieldOf } from '@gotk/objects';

/** A recorded scenario, in the format of the corpus. */
export interface Scenario {
  /** Also the namespace. */
  readonly name: string;
  readonly about: string;
  readonly inputs: readonly Action[];
  readonly steps: readonly ScenarioStep[];
}

export interface ScenarioStep {
  readonly step: string;
  readonly do: readonly Action[];
  readonly then: Recorded;
  /** Parts in which a second recording differed. */
  readonly varies?: readonly string[];
}

/** One action: an object with one field, named after the kind of the action. */
export type Action = Readonly<Record<string, JsonObject | string>>;

/** What was recorded when things came to rest. */
export interface Recorded {
  readonly transitions?: Readonly<Record<string, readonly ObservedState[]>>;
  readonly flux?: readonly RecordedObject[];
  readonly artifacts?: Readonly<Record<string, JsonObject>>;
  readonly events?: readonly JsonObject[];
  readonly posted?: readonly JsonObject[];
  readonly objects?: readonly RecordedObject[] | 'unchanged';
  readonly cli?: readonly RecordedRun[];
  readonly [part: string]: unknown;
}

/** A state of an object that a watch saw. */
export interface ObservedState {
  readonly gen: number;
  readonly og?: number;
  readonly finalizers: number;
  readonly deleting?: boolean;
  readonly removed?: boolean;
  /** Type, status, reason, message and observed generation. */
  readonly conditions: readonly (readonly (string | number | undefined)[])[];
}

export interface RecordedObject extends JsonObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly unchanged?: boolean;
}

/** One run of the command line. */
export interface RecordedRun {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Reads the scenarios in a file or folder; the command line's own transcripts are no scenarios. */
export function readScenarios(path: string): readonly Scenario[] {
  if (path.endsWith('.jsonl')) return [];
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json') && name !== 'cli-files.json')
        .sort()
        .map((name) => join(path, name))
    : [path];
  return files.map((file) => parseScenario(JSON.parse(readFileSync(file, 'utf8')), file));
}

function parseScenario(value: unknown, file: string): Scenario {
  const scenario = value as Partial<Scenario>;
  if (typeof scenario.name !== 'string' || !Array.isArray(scenario.steps)) {
    throw new Error(`${basename(file)} holds no scenario`);
  }
  return withoutArchiveDigests(scenario as Scenario);
}

/** Kinds whose artifacts are archives that their controller has packed. */
const ARCHIVED: ReadonlySet<string> = new Set(['GitRepository', 'OCIRepository']);

/**
 * The scenario with a placeholder for the digests of archives: every library compresses in its own way, so only what is in
 * an archive can be compared.
 */
function withoutArchiveDigests(scenario: Scenario): Scenario {
  const digests = new Set<string>();
  for (const { then } of scenario.steps) {
    for (const { kind, name, status } of then.flux ?? []) {
      const digest = fieldOf(status, 'artifact', 'digest');
      // A layer that is copied stays as it was pushed.
      const isCopy = fieldOf(status, 'observedLayerSelector', 'operation') === 'copy';
      const isArchive = (ARCHIVED.has(kind) && !isCopy) || isOfNow(then.artifacts?.[`${kind}/${name}`]);
      if (isArchive && typeof digest === 'string') digests.add(digest);
    }
    // Of an archive that was replaced within the step, only what was told is left.
    for (const { involvedObject, metadata } of then.posted ?? []) {
      const digest = fieldOf(metadata, 'source.toolkit.fluxcd.io/digest');
      if (fieldOf(involvedObject, 'kind') === 'GitRepository' && typeof digest === 'string') digests.add(digest);
    }
  }
  let text = JSON.stringify(scenario);
  for (const digest of digests) text = text.replaceAll(digest, '<ARTIFACTDIGEST>');
  return JSON.parse(text);
}

/** Whether files of an archive have the time of the run: charts from Git, which their controller packs. */
function isOfNow(artifact: unknown): boolean {
  return JSON.stringify(artifact ?? {}).includes('mtime=<NOW>');
}
