import type { Chart } from '@gotk/helm';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { SeededRandom } from '../../seeded-random.js';
import type { CommandCase } from './command-case.js';
import { uncommentExample, varyValues } from './vary-values.js';

/** A published chart. */
export interface ChartArchive {
  readonly path: string;
  readonly valuesText: string;
  /** Its own values, those of its subcharts among them. */
  readonly defaults: JsonValue;
}

/** The archive as cases are made of it. */
export function chartArchive(path: string, chart: Chart): ChartArchive {
  return { path, valuesText: valuesTextOf(chart), defaults: defaultsOf(chart) };
}

function valuesTextOf(chart: Chart): string {
  const file = chart.raw.find(({ name }) => name === 'values.yaml');
  return file === undefined ? '' : new TextDecoder().decode(file.data);
}

function defaultsOf(chart: Chart): JsonObject {
  const own = parseYaml(valuesTextOf(chart));
  const ofSubcharts = chart.dependencies.map((inner): JsonObject => ({ [inner.metadata.name]: defaultsOf(inner) }));
  return ofSubcharts.reduceRight<JsonObject>((sum, one) => merged(one, sum), isJsonObject(own) ? own : {});
}

function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, JsonValue | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isJsonObject(below) && isJsonObject(value) ? merged(below, value) : value;
  }
  return result;
}

/** A rendering of a published chart with values, and sometimes flags, that nobody tried before. */
export function generateChartCase(random: SeededRandom, { path, valuesText, defaults }: ChartArchive): CommandCase {
  const example = random.chance(0.2) ? uncommentExample(random, valuesText) : undefined;
  const values = example ?? JSON.stringify(varyValues(random, defaults), undefined, 1);
  const files = { 'values.yaml': values };
  return { name: path, files, args: ['template', 'demo', path, '-f', 'values.yaml', ...flags(random)] };
}

function flags(random: SeededRandom): readonly string[] {
  if (random.chance(0.6)) return [];
  return random.pick([
    () => ['--kube-version', random.pick(['1.19.0', '1.21.3', '1.25.16', 'v1.29', '1.35.0', '1.28.4-gke.100'])],
    () => ['--api-versions', random.pick(API_VERSIONS), '--api-versions', random.pick(API_VERSIONS)],
    () => ['--include-crds'],
    () => ['--is-upgrade', '--namespace', 'other'],
    () => ['--skip-tests', '--no-hooks'],
    () => ['--set', 'nameOverride=short,fullnameOverride=full'],
    () => ['--set', 'global=null'],
    () => ['--skip-schema-validation'],
    () => ['--set-json', 'global={"imageRegistry":"r.example.com","imagePullSecrets":["s"]}'],
  ])();
}

const API_VERSIONS = [
  'monitoring.coreos.com/v1',
  'monitoring.coreos.com/v1/ServiceMonitor',
  'cert-manager.io/v1',
  'policy/v1beta1',
  'policy/v1/PodDisruptionBudget',
  'autoscaling/v2beta2',
  'networking.k8s.io/v1beta1/Ingress',
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'security.openshift.io/v1',
  'route.openshift.io/v1',
  'apiextensions.k8s.io/v1beta1',
] as const;
