import { findCondition, parseConditions } from '@gotk/conditions';
import type { FluxKind } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';
import { isSuspended, textAt } from '../../kinds/cli-kind.js';
import { revisionOf } from '../../kinds/revision.js';
import { truncateHex } from '../../output/truncate-hex.js';

/** One column of a table of objects. */
export interface Column {
  readonly header: string;
  cell(object: KubeObject): string;
}

/** The columns of a kind after its name. */
export function columnsOf(kind: FluxKind, { showSource }: { readonly showSource: boolean }): readonly Column[] {
  switch (kind) {
    case 'Kustomization':
    case 'HelmRelease':
      return [...(showSource ? [source] : []), revision, suspended, ...readyColumns(kind)];
    case 'ExternalArtifact':
      return [revision, externalSource, ...readyColumns(kind)];
    case 'Provider':
      return readyColumns(kind);
    case 'Alert':
    case 'Receiver':
    case 'ArtifactGenerator':
      return [suspended, ...readyColumns(kind)];
    case 'ImageRepository':
      return [at('Last scan', 'lastScanResult', 'scanTime'), suspended, ...readyColumns(kind)];
    case 'ImageUpdateAutomation':
      return [at('Last run', 'lastAutomationRunTime'), suspended, ...readyColumns(kind)];
    case 'ImagePolicy':
      return [at('Image', 'latestRef', 'name'), at('Tag', 'latestRef', 'tag'), ...readyColumns(kind)];
    default:
      return [revision, suspended, ...readyColumns(kind)];
  }
}

/** Kinds whose revisions and messages have their checksums cut. Versions of charts are never cut. */
const CUTS_MESSAGE: ReadonlySet<string> = new Set([
  'GitRepository',
  'OCIRepository',
  'HelmRepository',
  'HelmChart',
  'Bucket',
  'ExternalArtifact',
  'Kustomization',
]);

const revision: Column = {
  header: 'Revision',
  cell: (object) =>
    object.kind === 'HelmChart' || object.kind === 'HelmRelease' ? revisionOf(object) : truncateHex(revisionOf(object)),
};

const suspended: Column = { header: 'Suspended', cell: (object) => (isSuspended(object) ? 'True' : 'False') };

const source: Column = {
  header: 'Source',
  cell: (object) => {
    const ref = sourcePath(object);
    const namespace = textAt(object, ...ref, 'namespace') || (object.metadata.namespace ?? '');
    return `${textAt(object, ...ref, 'kind')}/${namespace}/${textAt(object, ...ref, 'name')}`;
  },
};

function sourcePath(object: KubeObject): readonly string[] {
  if (object.kind === 'Kustomization') return ['spec', 'sourceRef'];
  const hasChartRef = textAt(object, 'spec', 'chartRef', 'name') !== '';
  return hasChartRef ? ['spec', 'chartRef'] : ['spec', 'chart', 'spec', 'sourceRef'];
}

const externalSource: Column = {
  header: 'Source',
  cell: (object) => {
    if (textAt(object, 'spec', 'sourceRef', 'name') === '') return '';
    return ['kind', 'namespace', 'name'].map((field) => textAt(object, 'spec', 'sourceRef', field)).join('/');
  },
};

function at(header: string, ...path: readonly string[]): Column {
  return { header, cell: (object) => textAt(object, 'status', ...path) };
}

function readyColumns(kind: FluxKind): readonly Column[] {
  const cut = CUTS_MESSAGE.has(kind) ? truncateHex : (text: string) => text;
  return [
    { header: 'Ready', cell: (object) => readyOf(object).status },
    { header: 'Message', cell: (object) => cut(readyOf(object).message) },
  ];
}

function readyOf(object: KubeObject): { readonly status: string; readonly message: string } {
  if (object.kind === 'Alert' || object.kind === 'Provider') {
    return { status: 'True', message: `${object.kind} is Ready` };
  }
  if (object.kind === 'HelmRepository' && textAt(object, 'spec', 'type') === 'oci') {
    return { status: 'True', message: 'Helm repository is Ready' };
  }
  const ready = findCondition(parseConditions(object), 'Ready');
  return ready ?? { status: 'False', message: 'waiting to be reconciled' };
}
