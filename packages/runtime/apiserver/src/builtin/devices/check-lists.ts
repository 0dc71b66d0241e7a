import { duplicateField, type FieldError, tooManyField } from '@gotk/objects';

type ItemCheck<T> = (item: T, field: string) => readonly FieldError[];

/** What is wrong with the items of a list; one that is too long is not looked into. */
export function checkItems<T>(
  items: readonly T[] | null | undefined,
  { field, max }: { readonly field: string; readonly max: number },
  check: ItemCheck<T>,
): readonly FieldError[] {
  const list = items ?? [];
  if (list.length > max) return [tooManyField(field, list.length, max)];
  return list.flatMap((item, index) => check(item, `${field}[${index}]`));
}

interface SetRules<T> {
  readonly field: string;
  readonly max: number;
  readonly keyOf: (item: T) => string;
}

/** What is wrong with the items of a list in which each key may stand once. */
export function checkSet<T>(
  items: readonly T[] | null | undefined,
  { field, max, keyOf }: SetRules<T>,
  check: ItemCheck<T>,
): readonly FieldError[] {
  const list = items ?? [];
  const errors = checkItems(list, { field, max }, check);
  if (list.length > max) return errors;
  const keys = list.map(keyOf);
  const repeated = keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [duplicateField(`${field}[${index}]`, key)] : [],
  );
  return [...errors, ...repeated];
}

interface MapRules {
  readonly field: string;
  readonly max: number;
  /** Longer keys are shown without their middle. */
  readonly maxKeyLength: number;
  readonly checkKey: (key: string, field: string) => readonly FieldError[];
}

/** What is wrong with the keys and the values of a map. */
export function checkMap<T>(
  items: Readonly<Record<string, T>> | undefined,
  { field, max, maxKeyLength, checkKey }: MapRules,
  check: ItemCheck<T>,
): readonly FieldError[] {
  const entries = Object.entries(items ?? {});
  if (entries.length > max) return [tooManyField(field, entries.length, max)];
  return entries.flatMap(([key, item]) => [
    ...checkKey(key, field),
    ...check(item, `${field}[${shortened(key, maxKeyLength)}]`),
  ]);
}

function shortened(key: string, maxLength: number): string {
  if (key.length <= maxLength) return key;
  const left = maxLength - '...'.length;
  return `${key.slice(0, Math.ceil(left / 2))}...${key.slice(key.length - Math.floor(left / 2))}`;
}
