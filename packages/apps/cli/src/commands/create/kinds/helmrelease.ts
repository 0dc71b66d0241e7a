import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { CommandContext } from '../../../cli/command.js';
import type { FlagValues } from '../../../cli/flag.js';
import { revisionOf } from '../../../kinds/revision.js';
import { dependencies, durationField, optionalText, reference } from '../fields.js';
import { matchKind, parseReference } from '../parse-reference.js';
import { readNamedFile } from '../read-file.js';
import type { Recipe } from '../recipe.js';

/** How a HelmRelease is made out of flags. */
export const helmReleaseRecipe: Recipe = {
  kind: 'HelmRelease',
  label: 'HelmRelease',
  told: 'before',
  requireFlags: ({ flags }) => {
    const [chart, chartRef] = [flags.text('chart'), flags.text('chart-ref')];
    if (chart === '' && chartRef === '') throw new Error('chart or chart-ref is required');
    if (chart !== '' && chartRef !== '') throw new Error('cannot use --chart in combination with --chart-ref');
  },
  buildSpec: async (context) => {
    const { flags } = context;
    const secretRef = reference(flags, 'kubeconfig-secret-ref');
    return {
      ...chartOf(flags),
      interval: durationField(flags, 'interval'),
      releaseName: optionalText(flags, 'release-name'),
      targetNamespace: optionalText(flags, 'target-namespace'),
      storageNamespace: optionalText(flags, 'storage-namespace') ?? optionalText(flags, 'target-namespace'),
      dependsOn: dependencies(flags.list('depends-on')),
      kubeConfig: secretRef === undefined ? undefined : { secretRef },
      serviceAccountName: optionalText(flags, 'service-account'),
      ...actionsOf(flags),
      values: await valuesOf(context),
      valuesFrom: valuesFromOf(flags),
    };
  },
  done: (object) => [`HelmRelease ${object.metadata.name ?? ''} is ready`, `applied revision ${revisionOf(object)}`],
};

const CHART_REF_KINDS = ['OCIRepository', 'HelmChart'];

function chartOf(flags: FlagValues): JsonObject {
  const strategy = flags.text('reconcile-strategy');
  if (strategy !== 'Revision' && strategy !== 'ChartVersion') {
    throw new Error(`'${strategy}' is an invalid reconcile strategy(valid: Revision, ChartVersion)`);
  }
  if (flags.text('chart-ref') !== '') return { chartRef: chartRefOf(flags.text('chart-ref')) };
  const { kind, name, namespace } = parseReference(flags.text('source'));
  const spec = {
    chart: flags.text('chart'),
    version: optionalText(flags, 'chart-version'),
    sourceRef: { ...(kind === '' ? {} : { kind }), name, ...(namespace === '' ? {} : { namespace }) },
    reconcileStrategy: strategy,
    interval: durationField(flags, 'chart-interval'),
  };
  return { chart: { spec } };
}

function chartRefOf(text: string): JsonObject {
  const { kind, name, namespace } = parseReference(text);
  if (!CHART_REF_KINDS.includes(kind)) {
    throw new Error(`chart reference kind '${kind}' is not supported, must be one of: ${CHART_REF_KINDS.join(', ')}`);
  }
  return { kind, name, ...(namespace === '' ? {} : { namespace }) };
}

function actionsOf(flags: FlagValues): JsonObject {
  const crds = optionalText(flags, 'crds');
  const install = {
    ...(flags.flag('create-target-namespace') ? { createNamespace: true } : {}),
    ...(crds === undefined ? {} : { crds: 'Create' }),
  };
  return {
    install: Object.keys(install).length === 0 ? undefined : install,
    upgrade: crds === undefined ? undefined : { crds },
  };
}

/** The values of all files, later ones merged into earlier ones. */
async function valuesOf({ flags, io }: CommandContext): Promise<JsonObject | undefined> {
  const files = flags.list('values');
  let values: JsonObject = {};
  for (const file of files) {
    const text = await readNamedFile(file, { cwd: io.cwd, problem: `reading values from ${file} failed` });
    values = mergeValues(values, parseValues(text, file));
  }
  return files.length === 0 ? undefined : values;
}

function parseValues(text: string, file: string): JsonObject {
  const value = readYaml(text, file);
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  throw new Error(`unmarshaling values from ${file} failed: not a map`);
}

function readYaml(text: string, file: string): JsonValue {
  try {
    return parseYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`converting values to JSON from ${file} failed: ${reason}`, { cause: error });
  }
}

function mergeValues(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(key, isJsonObject(before) && isJsonObject(value) ? mergeValues(before, value) : value);
  }
  return Object.fromEntries(merged);
}

const VALUES_KINDS = ['Secret', 'ConfigMap'];

function valuesFromOf(flags: FlagValues): readonly JsonObject[] | undefined {
  const texts = flags.list('values-from');
  if (texts.length === 0) return undefined;
  return texts.map((text) => {
    const [typed = '', name, ...more] = text.split('/');
    if (name === undefined || typed === '' || more.length > 0) {
      throw new Error(`invalid Kubernetes object reference '${text}', must be in format <kind>/<name>`);
    }
    const kind = matchKind(typed, VALUES_KINDS);
    if (kind !== undefined) return { kind, name };
    throw new Error(`reference kind '${typed}' is not supported, must be one of: ${VALUES_KINDS.join(', ')}`);
  });
}
