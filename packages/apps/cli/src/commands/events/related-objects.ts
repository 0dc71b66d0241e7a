import type { FluxKind } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { objectKey, textAt } from '../../kinds/cli-kind.js';

/** An object whose events are shown as well. */
export interface RelatedObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

interface ReferenceRule {
  /** Path of the reference. */
  readonly field: readonly string[];
  /** Kind of what it names, where the reference does not say. */
  readonly kind?: string;
  readonly crossNamespace: boolean;
}

const RULES: Readonly<Partial<Record<FluxKind, ReferenceRule>>> = {
  Kustomization: { field: ['spec', 'sourceRef'], crossNamespace: true },
  HelmRelease: { field: ['spec', 'chart', 'spec', 'sourceRef'], crossNamespace: true },
  HelmChart: { field: ['spec', 'sourceRef'], crossNamespace: true },
  ImagePolicy: { field: ['spec', 'imageRepositoryRef'], kind: 'ImageRepository', crossNamespace: true },
  Alert: { field: ['spec', 'providerRef'], kind: 'Provider', crossNamespace: false },
};

/** The kinds whose events are shown. */
export const EVENT_KINDS: readonly FluxKind[] = [
  'Kustomization',
  'HelmRelease',
  'Alert',
  'Receiver',
  'Provider',
  'ImagePolicy',
  'HelmChart',
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'ImageUpdateAutomation',
  'ImageRepository',
  'ArtifactGenerator',
];

/** What an object refers to: its source, chart, repository or provider. */
export async function relatedObjects(
  kind: FluxKind,
  name: string,
  context: CommandContext,
): Promise<readonly RelatedObject[]> {
  const rule = RULES[kind];
  if (rule === undefined) return [];
  const { namespace, signal } = context;
  const object = await (await context.client()).get(objectKey(kind, namespace, name), {}, signal);
  // Flux's own command knows no releases of referenced charts, and fails.
  const hasReference = kind === 'HelmRelease' && fieldOf(object, 'spec', 'chartRef') !== undefined;
  const named = followReference(hasReference ? { ...rule, field: ['spec', 'chartRef'] } : rule, object, namespace);
  if (kind !== 'HelmRelease' || hasReference) return [named];
  return [named, { kind: 'HelmChart', name: `${namespace}-${name}`, namespace: named.namespace }];
}

function followReference(rule: ReferenceRule, object: KubeObject, namespace: string): RelatedObject {
  const text = (field: string): string => {
    if (typeof fieldOf(object, ...rule.field, field) !== 'string') {
      const owner = `${namespace}/${object.metadata.name ?? ''}`;
      throw new Error(`field '${[...rule.field, field].join('.')}' for '${owner}' not found`);
    }
    return textAt(object, ...rule.field, field);
  };
  const other = rule.crossNamespace ? textAt(object, ...rule.field, 'namespace') : '';
  return { kind: rule.kind ?? text('kind'), name: text('name'), namespace: other || namespace };
}
