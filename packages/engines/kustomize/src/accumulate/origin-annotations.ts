import { isJsonObject } from '@gotk/json';
import { parseYaml, renderYaml } from '@gotk/yaml';
import type { FieldSpec } from '../field-spec/field-spec.js';
import { ORIGIN_ANNOTATION, TRANSFORMATIONS_ANNOTATION } from '../resource/build-annotations.js';
import { annotation, metadataText, readTextMap, writeTextMap } from '../resource/metadata-fields.js';
import { isPresent, type Resource } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';
import { apiVersionText, kindText } from '../resource/type-fields.js';
import { addTexts } from '../transformers/labels.js';
import { joinRelative, type Layer, type LayerOrigin } from './layer.js';

/** Which configuration made or changed an object. */
export interface ConfiguredOrigin {
  readonly repo: string;
  readonly ref: string;
  /** The file with the configuration. */
  readonly configuredIn: string;
  readonly configuredBy: ConfigId;
}

interface ConfigId {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** The origin of what a field of a layer's kustomization does. */
export function builtinOrigin({ origin, fileName }: Layer, kind: string): ConfiguredOrigin | undefined {
  if (origin === undefined) return undefined;
  return {
    repo: origin.repo,
    ref: origin.ref,
    configuredIn: joinRelative(origin.path, fileName),
    configuredBy: { apiVersion: 'builtin', kind, name: '', namespace: '' },
  };
}

/** The origin of what a configuration of its own does, from the annotation it got when it was loaded. */
export function configOrigin({ view: node }: Resource): ConfiguredOrigin | undefined {
  const text = annotation(node, ORIGIN_ANNOTATION);
  if (text === undefined) return undefined;
  const origin = parseYaml(text);
  return {
    repo: textIn(origin, 'repo'),
    ref: textIn(origin, 'ref'),
    configuredIn: textIn(origin, 'path'),
    configuredBy: {
      apiVersion: apiVersionText(node),
      kind: kindText(node),
      name: metadataText(node, 'name'),
      namespace: metadataText(node, 'namespace'),
    },
  };
}

function textIn(value: unknown, name: string): string {
  const field = isJsonObject(value) ? value[name] : undefined;
  return typeof field === 'string' ? field : '';
}

const ANNOTATIONS: FieldSpec = { group: '', version: '', kind: '', path: 'metadata/annotations', create: true };

/** Notes at objects where they were read from. */
export function annotateOrigin(list: ResourceList, { path, repo, ref }: LayerOrigin): void {
  const text = renderFields([
    ['path', path],
    ['repo', repo],
    ['ref', ref],
  ]);
  addTexts({ [ORIGIN_ANNOTATION]: text }, [ANNOTATIONS])(list);
}

/** Notes at generated objects what made them; those that say so already stay as they are. */
export function annotateGenerated(resources: readonly Resource[], origin: ConfiguredOrigin): void {
  const text = renderOrigin(origin);
  for (const resource of resources)
    if (annotation(resource.view, ORIGIN_ANNOTATION) === undefined) setText(resource, ORIGIN_ANNOTATION, text);
}

/** Notes at all objects what may have changed them; one without an origin counts as made by it. */
export function annotateTransformed(resources: readonly Resource[], origin: ConfiguredOrigin): void {
  const text = renderOrigin(origin);
  const item = `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`;
  for (const resource of resources.filter(isPresent)) {
    if (annotation(resource.view, ORIGIN_ANNOTATION) === undefined) setText(resource, ORIGIN_ANNOTATION, text);
    else {
      const before = annotation(resource.view, TRANSFORMATIONS_ANNOTATION) ?? '';
      setText(resource, TRANSFORMATIONS_ANNOTATION, before + item);
    }
  }
}

function setText(resource: Resource, name: string, text: string): void {
  const { node } = resource;
  writeTextMap(node, 'annotations', readTextMap(node, 'annotations').set(name, text));
}

function renderOrigin({ repo, ref, configuredIn, configuredBy }: ConfiguredOrigin): string {
  const { apiVersion, kind, name, namespace } = configuredBy;
  const by = renderFields([
    ['apiVersion', apiVersion],
    ['kind', kind],
    ['name', name],
    ['namespace', namespace],
  ]);
  const fields = renderFields([
    ['repo', repo],
    ['ref', ref],
    ['configuredIn', configuredIn],
  ]);
  return `${fields}configuredBy:\n  ${by.trimEnd().replaceAll('\n', '\n  ')}\n`;
}

/** Fields that are not empty, in this order. */
function renderFields(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${renderYaml(value, { dialect: 'kyaml' })}`)
    .join('');
}
