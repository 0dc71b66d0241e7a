import { bytesToText, GoMap, goMapOf } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import { parseYamlTable } from '../encode/yaml-shape.js';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import type { ForeignSchemas } from '../schema/foreign-schemas.js';
import { validateAgainstSchema } from '../schema/validate-values.js';
import { coalesceTables } from '../values/coalesce-values.js';
import { type ChartFolder, entryOf } from './chart-folder.js';
import { attempt, type LintReport } from './lint-report.js';

const FILE = 'values.yaml';

export interface ValuesCheck {
  /** Tables in it take over the defaults of the chart. */
  readonly values: GoMap;
  readonly helmVersion: HelmVersion;
  readonly skipSchemaValidation: boolean;
  readonly schemas: ForeignSchemas;
  readonly log: HelmLog;
}

/** Whether values.yaml can be read and fits the chart's schema. */
export function checkValuesFile(folder: ChartFolder, report: LintReport, options: ValuesCheck): void {
  const entry = entryOf(folder, FILE);
  if (!report.check('INFO', FILE, entry === undefined ? 'file does not exist' : undefined)) return;
  report.check('ERROR', FILE, attempt(() => requireFit(folder, options)).problem);
}

function requireFit(
  folder: ChartFolder,
  { values, helmVersion, skipSchemaValidation, schemas, log }: ValuesCheck,
): void {
  const defaults = readValuesFile(folder, helmVersion);
  const given = coalesceTables(new GoMap(), values, log);
  const coalesced = coalesceTables(given, defaults, log);
  const entry = entryOf(folder, 'values.schema.json');
  if (entry?.kind !== 'file' || entry.sizeBytes === 0) return;
  // Helm 3 checks in any case.
  if (skipSchemaValidation && helmVersion === '4.2') return;
  const problem = validateAgainstSchema(entry.read(), coalesced, schemas);
  if (problem !== undefined) throw helmError('values-schema', problem);
}

function readValuesFile(folder: ChartFolder, helmVersion: HelmVersion): GoMap {
  const entry = entryOf(folder, FILE);
  try {
    if (entry?.kind !== 'file') throw helmError('file-missing', `read ${folder.shownPath}/${FILE}: is a directory`);
    return goMapOf(parseYamlTable(bytesToText(entry.read()), { file: FILE }));
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { code, at, hint } = error;
    const type = helmVersion === '4.2' ? 'common.Values' : 'chartutil.Values';
    const text = error.message.replace('of type map[string]interface {}', `of type ${type}`);
    throw helmError(code, `unable to parse YAML: ${text}`, { at, hint, cause: error });
  }
}
