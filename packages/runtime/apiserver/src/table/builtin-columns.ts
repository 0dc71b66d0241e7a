import { fieldOf, type KubeObject, type ObjectMeta } from '@gotk/objects';
import { TEMPLATE_GENERATION } from '../builtin/apps/template-generation.js';
import type { TableColumn, TableColumns } from '../registry/table-columns.js';
import { admissionCells } from './cells/admission-cells.js';
import type { RowCells } from './cells/cell-texts.js';
import { coreCells } from './cells/core-cells.js';
import { otherCells } from './cells/other-cells.js';
import { workloadCells } from './cells/workload-cells.js';
import { columnRows, columnsOfResource } from './columns.generated.js';

const cells: Readonly<Record<string, RowCells>> = { ...coreCells, ...workloadCells, ...otherCells, ...admissionCells };

/** Name and creation time, for kinds that are shown as nothing more. */
const nameAndCreation: RowCells = ({ metadata }) => [metadata.name ?? '', metadata.creationTimestamp ?? null];

/** Rows are made of the server's own types, which have no annotations for what they have fields for. */
const rowMetadataOf: Readonly<Record<string, (metadata: ObjectMeta) => ObjectMeta>> = {
  'apps/daemonsets': ({ annotations, ...rest }) => {
    const { [TEMPLATE_GENERATION]: _generation, ...others } = annotations ?? {};
    return Object.keys(others).length === 0 ? rest : { ...rest, annotations: others };
  },
};

/** Kinds whose order says something: requests go by the first FlowSchema that matches them. */
const rowOrderOf: Readonly<Record<string, (a: KubeObject, b: KubeObject) => number>> = {
  'flowcontrol.apiserver.k8s.io/flowschemas': (a, b) => precedenceOf(a) - precedenceOf(b) || byName(a, b),
};

function precedenceOf(schema: KubeObject): number {
  return Number(fieldOf(schema, 'spec', 'matchingPrecedence') ?? 0);
}

function byName({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number {
  return (a.name ?? '') < (b.name ?? '') ? -1 : 1;
}

/** How a built-in resource (`group/resource`) is shown as a Table. */
export function builtinColumns(key: string): TableColumns {
  const indices = columnsOfResource[key] ?? columnsOfResource['/limitranges'] ?? [];
  const rowMetadata = rowMetadataOf[key];
  const compareRows = rowOrderOf[key];
  return {
    columns: indices.map(columnAt),
    cells: cells[key] ?? nameAndCreation,
    ...(rowMetadata === undefined ? {} : { rowMetadata }),
    ...(compareRows === undefined ? {} : { compareRows }),
  };
}

function columnAt(index: number): TableColumn {
  const [name, type, format, priority, description] = columnRows[index] ?? ['', 'string', '', 0, ''];
  return { name, type, format, description, priority };
}

/** The description of the Name column, which all kinds share. */
export const nameColumn: TableColumn = columnAt(
  columnRows.findIndex(([name, type]) => name === 'Name' && type === 'string'),
);

/** The description of ages. */
export const ageDescription = columnRows.find(([name]) => name === 'Age')?.[4] ?? '';
