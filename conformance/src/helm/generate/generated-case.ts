/** A case for Helm and for us: a template and the values of its chart, sometimes with a schema for them. */
export interface GeneratedCase {
  readonly template: string;
  /** YAML. */
  readonly values: string;
  /** JSON; empty for none. */
  readonly schema: string;
}

/** The values that most generated templates see. */
export const FUZZ_VALUES = `
str: hello World
empty: ""
num: 42
neg: -7
zero: 0
flt: 3.14
big: 1000000
huge: 12345678901234
small: 0.0000001
t: true
f: false
nul: null
numstr: "12.5"
intstr: "42"
hexstr: "0x1F"
uni: "héllo 日本 ✓"
multi: "line1\\nline2\\n  indented\\n"
list: [b, a, c, a]
nums: [3, 1, 2]
mixed: [1, "two", 3.5, true, null]
elist: []
nested: [[1, 2], [3]]
map: {a: 1, b: two, c: [x, true]}
emap: {}
deep: {a: {b: {c: end, n: null}}}
maps: [{name: x, v: 1}, {name: y, v: 2}]
date: "2024-03-15"
ver: 1.2.3-beta.1+build
yaml: "a: 1\\nb: [x, 2]\\n"
json: '{"a": [1, {"b": null}], "c": 1e3}'
`;

/** A text as a literal of templates. */
export function literal(text: string): string {
  return text.includes('`') || text.includes('\r') ? JSON.stringify(text) : `\`${text}\``;
}
