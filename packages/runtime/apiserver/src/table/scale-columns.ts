import type { KubeObject } from '@gotk/objects';
import type { TableColumns } from '../registry/table-columns.js';
import { ageDescription, nameColumn } from './builtin-columns.js';
import { age } from './cells/cell-texts.js';

type ScaleObject = KubeObject & {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
};

/** How the scale of built-in and of custom resources is shown as a Table. */
export function scaleColumns(custom: boolean): TableColumns {
  const [desired, available] = custom
    ? ['Number of desired replicas', 'Number of actual replicas']
    : [
        'replicas is the desired number of instances for the scaled object.',
        'replicas is the actual number of observed instances of the scaled object.',
      ];
  return {
    columns: [
      { ...nameColumn, format: custom ? 'name' : '' },
      { name: 'Desired', type: 'integer', format: '', description: desired, priority: 0 },
      { name: 'Available', type: 'integer', format: '', description: available, priority: 0 },
      { name: 'Age', type: custom ? 'date' : 'string', format: '', description: ageDescription, priority: 0 },
    ],
    cells: (object, nowMs) => {
      const { metadata, spec, status } = object as ScaleObject;
      return [metadata.name ?? '', spec?.replicas ?? 0, status?.replicas ?? 0, age(object, nowMs)];
    },
  };
}
