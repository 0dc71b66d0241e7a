import { joinTreePath } from '@gotk/file-tree';
import type { CheckedText } from '../../cli/flag.js';
import { matchKind, parseReference } from './parse-reference.js';

/** A value out of a fixed set. `what` names it in the error, e.g. `source Git provider`. */
export function oneOf(name: string, what: string, values: readonly string[], separator = ', '): CheckedText {
  return {
    name,
    parse: (value) => {
      if (values.includes(value)) return value;
      throw new Error(`${what} '${value}' is not supported, must be one of: ${values.join(separator)}`);
    },
  };
}

const KUSTOMIZATION_SOURCES = ['OCIRepository', 'GitRepository', 'Bucket'];

/** `[kind/]name[.namespace]` of the source of a Kustomization; without a kind it is a GitRepository. */
export const kustomizationSource: CheckedText = {
  name: 'string',
  parse: (value) => {
    const { kind, name, namespace } = parseReference(value);
    if (name === '') throw new Error(`no name given for source of kind '${kind}'`);
    if (kind === '' && KUSTOMIZATION_SOURCES.includes(name)) throw new Error(`no kind specified for source '${name}'`);
    return renderReference({
      kind: requireSourceKind(kind || 'GitRepository', KUSTOMIZATION_SOURCES),
      name,
      namespace,
    });
  },
};

const CHART_SOURCES = ['HelmRepository', 'GitRepository', 'Bucket'];

/** `kind/name[.namespace]` of the source of a chart. */
export const chartSource: CheckedText = {
  name: 'string',
  parse: (value) => {
    const { kind, name, namespace } = parseReference(value);
    if (kind === '' || name === '') {
      throw new Error(`invalid helm chart source '${value}', must be in format <kind>/<name>`);
    }
    return renderReference({ kind: requireSourceKind(kind, CHART_SOURCES), name, namespace });
  },
};

function requireSourceKind(typed: string, kinds: readonly string[]): string {
  const kind = matchKind(typed, kinds);
  if (kind !== undefined) return kind;
  throw new Error(`source kind '${typed}' is not supported, must be one of: ${kinds.join(', ')}`);
}

function renderReference({ kind, name, namespace }: ReturnType<typeof parseReference>): string {
  return `${kind}/${name}${namespace === '' ? '' : `.${namespace}`}`;
}

/** A path that stays below the root, with `./` before it; what leads out of it is cut. */
export const safeRelativePath: CheckedText = {
  name: 'safeRelativePath',
  parse: (value) => {
    const inside = value
      .trim()
      .split('/')
      .reduce((path, segment) => joinTreePath(path, segment) ?? '', '');
    return `./${inside}`;
  },
};

const RECEIVER_TYPES = [
  'generic',
  'generic-hmac',
  'github',
  'gitlab',
  'bitbucket',
  'harbor',
  'dockerhub',
  'quay',
  'gcr',
  'nexus',
  'acr',
  'cdevents',
];

/** Kind of caller of a Receiver. */
export const receiverType: CheckedText = oneOf('receiverType', 'receiver type', RECEIVER_TYPES);
