import { jsonEqual } from '@gotk/json';
import { duplicateField, type FieldError, requiredField, validateQualifiedName } from '@gotk/objects';

/** One term of the topologies that a class allows. */
export interface TopologyTermDraft {
  matchLabelExpressions?: { key: string; values?: string[] | null }[];
}

/** What is wrong with the places where volumes of a class may be. A term that allows everything counts as a repetition. */
export function checkTopologies(terms: readonly TopologyTermDraft[], field: string): readonly FieldError[] {
  const known: Record<string, string[]>[] = terms.map(() => ({}));
  return terms.flatMap(({ matchLabelExpressions: expressions = [] }, index) => {
    const at = `${field}[${index}].matchLabelExpressions`;
    const values: Record<string, string[]> = {};
    const errors = expressions.flatMap((expression, place) => {
      const isRepeated = Object.hasOwn(values, expression.key);
      values[expression.key] = [...new Set(expression.values ?? [])].sort();
      return [
        ...checkExpression(expression, `${at}[${place}]`),
        ...(isRepeated ? [duplicateField(`${at}[${place}].key`, expression.key)] : []),
      ];
    });
    const repetitions = known.filter((each) => jsonEqual(each, values)).map(() => duplicateField(at, ''));
    known.push(values);
    return [...errors, ...repetitions];
  });
}

function checkExpression({ key, values: given }: { key: string; values?: string[] | null }, field: string) {
  const values = given ?? [];
  return [
    ...(values.length === 0 ? [requiredField(`${field}.values`, '')] : []),
    ...values.flatMap((value, index) =>
      values.indexOf(value) < index ? [duplicateField(`${field}.values[${index}]`, value)] : [],
    ),
    ...validateQualifiedName(key, `${field}.key`),
  ];
}
