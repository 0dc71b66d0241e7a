/**
 * The settings of feature gates that each of several controllers knows.
 *
 * @param tables the gates of each controller.
 * @throws Error with Flux's text for a gate that none of them has.
 */
export function distributeGates<Name extends string>(
  settings: Readonly<Record<string, boolean>>,
  tables: Readonly<Record<Name, object>>,
): Readonly<Record<Name, Readonly<Record<string, boolean>>>> {
  const all = Object.entries<object>(tables);
  const unknown = Object.keys(settings).find((gate) => all.every(([, table]) => !Object.hasOwn(table, gate)));
  if (unknown !== undefined) throw new Error(`feature-gate '${unknown}' not supported`);
  const known = (table: object) => Object.entries(settings).filter(([gate]) => Object.hasOwn(table, gate));
  // The names are those of the tables.
  return Object.fromEntries(all.map(([name, table]) => [name, Object.fromEntries(known(table))])) as Record<
    Name,
    Readonly<Record<string, boolean>>
  >;
}
