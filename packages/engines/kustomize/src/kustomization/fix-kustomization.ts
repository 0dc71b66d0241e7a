import type { GeneratorArgs, HelmChartArgs, HelmChartFields, HelmGlobals, Kustomization } from './kustomization.js';

export const KUSTOMIZATION_KIND = 'Kustomization';
export const COMPONENT_KIND = 'Component';
const KUSTOMIZATION_VERSION = 'kustomize.config.k8s.io/v1beta1';
const COMPONENT_VERSION = 'kustomize.config.k8s.io/v1alpha1';

/** Moves what stands in older fields to the newer ones, as `kustomize edit fix` does, and fills in kind and version. */
export function fixKustomization(kustomization: Kustomization): Kustomization {
  const { bases, imageTags, helmChartInflationGenerator, ...rest } = kustomization;
  const kind = orDefault(rest.kind, KUSTOMIZATION_KIND);
  const fixed: Kustomization = {
    ...rest,
    kind,
    apiVersion: orDefault(rest.apiVersion, kind === COMPONENT_KIND ? COMPONENT_VERSION : KUSTOMIZATION_VERSION),
    ...join('resources', rest.resources, bases),
    ...join('images', rest.images, imageTags),
    ...join('helmCharts', rest.helmCharts, helmChartInflationGenerator?.map(toHelmChart)),
    ...(rest.configMapGenerator && { configMapGenerator: rest.configMapGenerator.map(withEnvInEnvs) }),
    ...(rest.secretGenerator && { secretGenerator: rest.secretGenerator.map(withEnvInEnvs) }),
  };
  const globals = rest.helmGlobals ?? toHelmGlobals(helmChartInflationGenerator ?? []);
  return globals === undefined ? fixed : { ...fixed, helmGlobals: globals };
}

/** Whether a fixed kustomization sets nothing. */
export function isEmptyKustomization({ kind: _kind, apiVersion: _apiVersion, ...rest }: Kustomization): boolean {
  return Object.values(rest).every((value) => value === undefined || value === '');
}

/** What is wrong with kind and version of a fixed kustomization. */
export function typeProblems({ kind = '', apiVersion = '' }: Kustomization): readonly string[] {
  const problems: string[] = [];
  if (kind !== KUSTOMIZATION_KIND && kind !== COMPONENT_KIND)
    problems.push(`kind should be ${KUSTOMIZATION_KIND} or ${COMPONENT_KIND}`);
  const version = kind === COMPONENT_KIND ? COMPONENT_VERSION : KUSTOMIZATION_VERSION;
  if (apiVersion !== version) problems.push(`apiVersion for ${kind} should be ${version}`);
  return problems;
}

function orDefault(value: string | undefined, fallback: string): string {
  return value === undefined || value === '' ? fallback : value;
}

/** Two lists as one; a list that neither side sets stays unset. */
function join<Name extends keyof Kustomization, Item>(
  name: Name,
  list: readonly Item[] | undefined,
  added: readonly Item[] = [],
): { readonly [Field in Name]?: readonly Item[] } {
  if (list === undefined && added.length === 0) return {};
  const joined: { [Field in Name]?: readonly Item[] } = {};
  joined[name] = [...(list ?? []), ...added];
  return joined;
}

function withEnvInEnvs<Args extends GeneratorArgs>(args: Args): Args {
  const { env = '', envs = [] } = args;
  return env === '' ? args : { ...args, env: '', envs: [...envs, env] };
}

function toHelmChart(args: HelmChartArgs): HelmChartFields {
  return {
    name: args.chartName ?? '',
    version: args.chartVersion ?? '',
    repo: args.chartRepoUrl ?? '',
    valuesFile: args.values ?? '',
    valuesMerge: args.valuesMerge ?? '',
    releaseName: args.releaseName ?? '',
    ...(args.valuesLocal && { valuesInline: args.valuesLocal }),
  };
}

/** Of several, the last that is set counts. */
function toHelmGlobals(all: readonly HelmChartArgs[]): HelmGlobals | undefined {
  const configHome = all.findLast(({ helmHome = '' }) => helmHome !== '')?.helmHome;
  const chartHome = all.findLast((args) => (args.chartHome ?? '') !== '')?.chartHome;
  if (configHome === undefined && chartHome === undefined) return undefined;
  return { ...(configHome !== undefined && { configHome }), ...(chartHome !== undefined && { chartHome }) };
}
