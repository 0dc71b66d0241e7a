// Writes src/builtin/internal-values/internal-types.generated.ts from the output of `go run ./internals` in conformance/kube-oracle
// (on standard input).
import { readFileSync, writeFileSync } from 'node:fs';

const types = JSON.parse(readFileSync(0, 'utf8'));
const lines = Object.keys(types)
  .sort()
  .map((name) => `  '${name}': '${types[name].join(' ')}',`);
const text = `// Generated from conformance/kube-oracle/internals by scripts/internal-types.mjs; do not edit.

/** The fields of the server's own types, made when they are asked for; the form is described in conformance/kube-oracle/internals. */
export function internalTypes() {
  return {
${lines.map((line) => `  ${line}`).join('\n')}
  } as const satisfies Readonly<Record<string, string>>;
}
`;
writeFileSync(new URL('../src/builtin/internal-values/internal-types.generated.ts', import.meta.url), text);
