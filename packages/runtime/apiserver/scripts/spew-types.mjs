// Writes src/workloads/template-hash/spew-types.generated.ts from the output of `go run ./spew` in conformance/kube-oracle (on standard input).
import { readFileSync, writeFileSync } from 'node:fs';

const { structs, scalars, named } = JSON.parse(readFileSync(0, 'utf8'));
const quoted = (value) => (/^[A-Za-z_$][\w$]*$/.test(value) ? value : `'${value}'`);
const lines = (table, render) =>
  Object.keys(table)
    .sort()
    .map((name) => `  ${quoted(name)}: '${render(table[name])}',`)
    .join('\n');
const text = `// Generated from conformance/kube-oracle/spew by scripts/spew-types.mjs; do not edit.

/** The fields of each Go type of a pod template; the form is described in conformance/kube-oracle/spew. */
export const spewStructs: Readonly<Record<string, string>> = {
${lines(structs, (fields) => fields.join(' '))}
};

/** The kind of each scalar type. */
export const spewScalars: Readonly<Record<string, string>> = {
${lines(scalars, (kind) => kind)}
};

/** What is behind the names of maps. */
export const spewNamed: Readonly<Record<string, string>> = {
${lines(named, (type) => type)}
};
`;
writeFileSync(new URL('../src/workloads/template-hash/spew-types.generated.ts', import.meta.url), text);
