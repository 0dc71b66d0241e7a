/** Whether labels fulfil a selector. */
export type LabelPredicate = (labels: Readonly<Record<string, string>>) => boolean;

/** Reads a label selector. */
export function parseLabelSelector(text: string): LabelPredicate {
  const predicates = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseRequirement);
  return (labels) => predicates.every((matches) => matches(labels));
}

function parseRequirement(text: string): LabelPredicate {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[key] ?? '\0') === (operator === 'in');
  }
  const comparison = /^([^!=\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (comparison !== null) {
    const [, key = '', operator, value] = comparison;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  if (text.startsWith('!')) return (labels) => !Object.hasOwn(labels, text.slice(1).trim());
  return (labels) => Object.hasOwn(labels, text);
}
