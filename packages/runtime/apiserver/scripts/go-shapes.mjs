// Writes src/builtin/types/go-shapes.generated.ts from the output of `go run ./shapes` in conformance/kube-oracle (on standard input).
import { readFileSync, writeFileSync } from 'node:fs';

const shapes = JSON.parse(readFileSync(0, 'utf8'));
const lines = Object.keys(shapes)
  .sort()
  .map((name) => `  '${name}': '${(shapes[name] ?? []).join(' ')}',`);
const text = `// Generated from conformance/kube-oracle/shapes by scripts/go-shapes.mjs; do not edit.

/** How the Go type of each built-in type writes its fields; the form is described in conformance/kube-oracle/shapes. */
export const goShapes: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
writeFileSync(new URL('../src/builtin/types/go-shapes.generated.ts', import.meta.url), text);
