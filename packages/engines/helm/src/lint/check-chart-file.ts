import { bytesToText, quoteText } from '@gotk/go-template';
import { goTypeName, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { explainConstraint, findVersion, parseConstraint, parseStrictVersion } from '@gotk/semver';
import { type GoType, parseYamlAs } from '@gotk/yaml';
import { metadataType } from '../chart/chart-metadata.js';
import { parseYamlTable } from '../encode/yaml-shape.js';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { type ChartFolder, entryOf } from './chart-folder.js';
import { attempt, type LintReport } from './lint-report.js';
import { isEmail, isRequestUrl, isUrl } from './web-names.js';

const FILE = 'Chart.yaml';

/** Whether Chart.yaml is there, can be read, and says what it must. */
export function checkChartFile(folder: ChartFolder, report: LintReport, helmVersion: HelmVersion): void {
  const entry = entryOf(folder, FILE);
  report.check('ERROR', FILE, entry?.kind === 'directory' ? 'should be a file, not a directory' : undefined);
  const type = metadataType(helmVersion);
  const read = attempt(() => readChartFile(folder, type), 'unable to parse YAML\n\t');
  if (!report.check('ERROR', FILE, read.problem) || read.value === undefined) return;
  const { text, fields } = read.value;
  if (helmVersion === '4.2') {
    const strict = attempt(
      () => parseYamlAs(text, type, { strict: true, file: FILE }),
      'failed to strictly parse chart metadata file\n\t',
    );
    report.check('WARNING', FILE, strict.problem);
  }
  checkFields({ fields, untyped: parseYamlTable(text) }, report, helmVersion);
}

function readChartFile(folder: ChartFolder, type: GoType): { readonly text: string; readonly fields: JsonObject } {
  const entry = entryOf(folder, FILE);
  const shown = `${folder.shownPath}/${FILE}`;
  if (entry?.kind === 'directory') throw helmError('chart-missing', `read ${shown}: is a directory`);
  if (entry === undefined) throw helmError('chart-missing', `open ${shown}: no such file or directory`);
  const text = bytesToText(entry.read());
  const fields = parseYamlAs(text, type, { file: FILE });
  return { text, fields: isJsonObject(fields) ? fields : {} };
}

interface ChartFields {
  readonly fields: JsonObject;
  /** As they stand, whatever their type. */
  readonly untyped: JsonObject;
}

function checkFields({ fields, untyped }: ChartFields, report: LintReport, helmVersion: HelmVersion): void {
  const text = (name: string): string => textOf(fields[name]);
  const apiVersion = text('apiVersion');
  report.check('ERROR', FILE, nameProblem(text('name')));
  report.check('ERROR', FILE, apiVersionProblem(apiVersion));
  report.check('ERROR', FILE, typeProblem(untyped, 'version'));
  report.check('ERROR', FILE, versionProblem(text('version')));
  report.check('ERROR', FILE, typeProblem(untyped, 'appVersion'));
  report.check('ERROR', FILE, maintainersProblem(fields['maintainers']));
  report.check('ERROR', FILE, sourcesProblem(fields['sources']));
  report.check('INFO', FILE, text('icon') === '' ? 'icon is recommended' : undefined);
  report.check('ERROR', FILE, iconProblem(text('icon')));
  report.check('ERROR', FILE, chartTypeProblem(text('type'), apiVersion));
  report.check('ERROR', FILE, dependenciesProblem(fields['dependencies'], apiVersion));
  if (helmVersion === '4.2') report.check('WARNING', FILE, strictVersionProblem(text('version')));
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'name is required';
  const base = name.replace(/\/+$/, '').replace(/^.*\//, '') || '/';
  return base === name ? undefined : `chart name ${quoteText(name)} is invalid`;
}

function apiVersionProblem(apiVersion: string): string | undefined {
  if (apiVersion === '') return 'apiVersion is required. The value must be either "v1" or "v2"';
  if (apiVersion === 'v1' || apiVersion === 'v2') return undefined;
  return `apiVersion '${apiVersion}' is not valid. The value must be either "v1" or "v2"`;
}

function typeProblem(untyped: JsonObject, name: string): string | undefined {
  const value = untyped[name];
  if (value === undefined || typeof value === 'string') return undefined;
  const type = typeof value === 'number' ? 'float64' : goTypeName(value);
  return `${name} should be of type string but it's of type ${type}`;
}

function versionProblem(text: string): string | undefined {
  if (text === '') return 'version is required';
  const version = findVersion(text);
  if (version === undefined) return `version '${text}' is not a valid SemVer`;
  const [reason] = explainConstraint(version, parseConstraint('>0.0.0-0'));
  return reason === undefined ? undefined : `version ${reason}`;
}

function strictVersionProblem(text: string): string | undefined {
  try {
    parseStrictVersion(text);
    return undefined;
  } catch {
    return `version '${text}' is not a valid SemVerV2`;
  }
}

function maintainersProblem(value: JsonValue | undefined): string | undefined {
  for (const maintainer of listOf(value)) {
    if (!isJsonObject(maintainer)) {
      return 'a maintainer entry is empty';
    }
    const name = textOf(maintainer['name']);
    const [email, url] = [textOf(maintainer['email']), textOf(maintainer['url'])];
    if (name === '') return 'each maintainer requires a name';
    if (email !== '' && !isEmail(email)) return `invalid email '${email}' for maintainer '${name}'`;
    if (url !== '' && !isUrl(url)) return `invalid url '${url}' for maintainer '${name}'`;
  }
  return undefined;
}

function sourcesProblem(value: JsonValue | undefined): string | undefined {
  const wrong = listOf(value)
    .map(textOf)
    .find((source) => source === '' || !isRequestUrl(source));
  return wrong === undefined ? undefined : `invalid source URL '${wrong}'`;
}

function iconProblem(icon: string): string | undefined {
  return icon === '' || isRequestUrl(icon) ? undefined : `invalid icon URL '${icon}'`;
}

function chartTypeProblem(type: string, apiVersion: string): string | undefined {
  if (type === '' || apiVersion === 'v2') return undefined;
  return `chart type is not valid in apiVersion '${apiVersion}'. It is valid in apiVersion 'v2'`;
}

function dependenciesProblem(value: JsonValue | undefined, apiVersion: string): string | undefined {
  if (listOf(value).length === 0 || apiVersion === 'v2') return undefined;
  return `dependencies are not valid in the Chart file with apiVersion '${apiVersion}'. They are valid in apiVersion 'v2'`;
}
