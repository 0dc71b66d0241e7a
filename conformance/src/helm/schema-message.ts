const SCHEMA_START = "values don't meet the specifications of the schema(s)";

/**
 * A message with the parts in order that Helm takes from the random order of Go's maps: the lines about the values of a chart, and
 * the names that one line lists. Other messages stay as they are.
 */
export function inFixedOrder(message: string): string {
  if (!message.includes(SCHEMA_START)) return message;
  const lines = message.split('\n').map((line) => line.replace(/(?:'[^']*', )+'[^']*'/g, sortedNames));
  return lines.sort().join('\n');
}

function sortedNames(list: string): string {
  return list.split(', ').sort().join(', ');
}
