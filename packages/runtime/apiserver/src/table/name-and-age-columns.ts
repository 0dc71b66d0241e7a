import type { TableColumns } from '../registry/table-columns.js';

/** The columns of kinds without their own: name and creation time. */
export const nameAndAgeColumns: TableColumns = {
  columns: [
    { name: 'Name', type: 'string', format: 'name', description: 'The name of the object.', priority: 0 },
    { name: 'Created At', type: 'date', format: '', description: 'When the object was created.', priority: 0 },
  ],
  cells: ({ metadata }) => [metadata.name ?? '', metadata.creationTimestamp ?? null],
};
