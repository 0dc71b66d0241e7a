import { bytesToText } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import { crdFilesOf } from '../release/crd-files.js';
import type { ChartFolder } from './chart-folder.js';
import { entryOf } from './chart-folder.js';
import { attempt, type LintReport, problemOfError } from './lint-report.js';
import { readObjectHeads } from './rendered-objects.js';

const FOLDER = 'crds/';

/** Whether crds/ holds custom resource definitions, and nothing else. */
export function checkCrds(folder: ChartFolder, report: LintReport): void {
  const entry = entryOf(folder, 'crds');
  if (entry === undefined) return;
  if (!report.check('ERROR', FOLDER, entry.kind === 'directory' ? undefined : 'not a directory')) return;
  const { value: chart, problem } = attempt(folder.load);
  if (!report.check('ERROR', FOLDER, problem) || chart === undefined) return;
  for (const { file } of crdFilesOf(chart)) {
    // A file that cannot be read ends the check.
    if (!checkFile({ name: file.name, content: bytesToText(file.data) }, report)) return;
  }
}

function checkFile(
  { name, content }: { readonly name: string; readonly content: string },
  report: LintReport,
): boolean {
  try {
    for (const { apiVersion, kind } of readObjectHeads(content, { file: name, helmVersion: '4.2' })) {
      const isExtension = apiVersion.startsWith('apiextensions.k8s.io');
      report.check('ERROR', name, isExtension ? undefined : "apiVersion is not in 'apiextensions.k8s.io'");
      const isDefinition = kind === 'CustomResourceDefinition';
      report.check('ERROR', name, isDefinition ? undefined : "object kind is not 'CustomResourceDefinition'");
    }
    return true;
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return report.check('ERROR', name, problemOfError(error, 'unable to parse YAML: '));
  }
}
