import { findCondition, parseConditions } from '@gotk/conditions';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from '../../kinds/cli-kind.js';

/** Name and value of one line; `undefined`: an empty line. */
type Line = readonly [name: string, value: string | undefined];

/** Where values begin: in chains of Helm, and in others. */
const WIDTHS = { helm: 16, other: 17, chartSource: 15 } as const;

/** Sources whose failure is told in the status line. */
const TELLS_FAILURE: ReadonlySet<string> = new Set(['GitRepository', 'OCIRepository', 'ExternalArtifact']);

/**
 * The blocks of a trace: the object, and then what manages it, manager first and source last.
 */
export function renderTrace(object: KubeObject, chain: readonly KubeObject[]): string {
  const isHelm = chain[0]?.kind === 'HelmRelease';
  const first = renderBlock(headOf(object), isHelm ? WIDTHS.helm : WIDTHS.other);
  const blocks = chain.map((link) => renderBlock(linesOf(link, isHelm), widthOf(link, isHelm)));
  return `\n${[first, ...blocks].join('---\n')}`;
}

function widthOf({ kind }: KubeObject, isHelm: boolean): number {
  if (!isHelm || kind === 'OCIRepository' || kind === 'ExternalArtifact') return WIDTHS.other;
  return kind === 'GitRepository' ? WIDTHS.chartSource : WIDTHS.helm;
}

function renderBlock(lines: readonly Line[], width: number): string {
  return lines.map(([name, value]) => (value === undefined ? '\n' : `${`${name}:`.padEnd(width)}${value}\n`)).join('');
}

function headOf({ kind, metadata }: KubeObject): readonly Line[] {
  return [
    ['Object', `${kind}/${metadata.name ?? ''}`],
    ...optional('Namespace', metadata.namespace ?? ''),
    ['Status', 'Managed by Flux'],
  ];
}

function linesOf(object: KubeObject, isHelm: boolean): readonly Line[] {
  const { kind, metadata } = object;
  const name: Line = [kind, metadata.name ?? ''];
  return [name, ['Namespace', metadata.namespace ?? ''], ...detailsOf(object, isHelm), ...statusOf(object)];
}

function detailsOf(object: KubeObject, isHelm: boolean): readonly Line[] {
  const spec = (...path: readonly string[]): string => textAt(object, 'spec', ...path);
  const revision = optional('Revision', textAt(object, 'status', 'artifact', 'revision'));
  switch (object.kind) {
    case 'Kustomization':
      return [
        ...optional('Target', spec('targetNamespace')),
        ['Path', spec('path')],
        ['Revision', textAt(object, 'status', 'lastAppliedRevision')],
      ];
    case 'HelmRelease':
      return [
        ...optional('Target', spec('targetNamespace')),
        ['Revision', textAt(object, 'status', 'lastAttemptedRevision')],
      ];
    case 'HelmChart':
      return [['Chart', spec('chart')], ['Version', spec('version')], ...revision];
    case 'ExternalArtifact':
      return [
        ['Source', ['kind', 'namespace', 'name'].map((field) => spec('sourceRef', field)).join('/')],
        ...revision,
        ...(isHelm ? [] : originOf(object)),
      ];
    case 'OCIRepository':
      return [['URL', spec('url')], ...referenceOf(object), ...revision, ...(isHelm ? [] : originOf(object))];
    default:
      return [['URL', spec('url')], ...referenceOf(object), ...revision];
  }
}

function referenceOf(object: KubeObject): readonly Line[] {
  const ref = (field: string): string => textAt(object, 'spec', 'ref', field);
  const tag = ref('tag') || ref('semver');
  if (tag !== '') return [['Tag', tag]];
  return object.kind === 'OCIRepository' ? optional('Digest', ref('digest')) : optional('Branch', ref('branch'));
}

/** Of an artifact that tells something of itself: where it tells no origin, Flux leaves a line empty. */
function originOf(object: KubeObject): readonly Line[] {
  const metadata = fieldOf(object, 'status', 'artifact', 'metadata');
  if (metadata === undefined) return [];
  const annotation = (name: string) => textAt(metadata, `org.opencontainers.image.${name}`) || undefined;
  return [
    ['Origin Revision', annotation('revision')],
    ['Origin Source', annotation('source')],
  ];
}

function statusOf(object: KubeObject): readonly Line[] {
  const ready = findCondition(parseConditions(object), 'Ready');
  if (ready === undefined) return [['Status', 'Unknown']];
  const failed = ready.status === 'False' && TELLS_FAILURE.has(object.kind);
  const time = goTime(ready.lastTransitionTime);
  return [
    ['Status', `${failed ? 'Last reconciliation failed' : 'Last reconciled'} at ${time}`],
    ['Message', ready.message],
  ];
}

/** A time as Go prints it by default, in UTC. */
function goTime(time: string): string {
  const parsed = new Date(time);
  if (Number.isNaN(parsed.getTime())) return time;
  return `${parsed.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

function optional(name: string, value: string): readonly Line[] {
  return value === '' ? [] : [[name, value]];
}
