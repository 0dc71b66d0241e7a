/** The body that a description in words stands for. @throws for descriptions of an unknown form. */
export function generatedBody(description: string): string {
  for (const [pattern, make] of FORMS) {
    const match = pattern.exec(description);
    if (match !== null) return make(match.slice(1));
  }
  throw new Error(`no such form of generated body: ${description}`);
}

type Form = readonly [RegExp, (parts: readonly string[]) => string];

const FORMS: readonly Form[] = [
  [/^(\w+) '([^']*)' with (data|stringData|annotation) (\w+) of (\d+) times '(.)'$/, objectWithText],
  [/^JSON patch of (\d+) times (\{.*\})$/, ([count, operation]) => `[${repeat(count, operation, ',')}]`],
  [
    /^merge patch \{data:\{(\w+): (\d+) times '(.)'\}\}$/,
    ([key = '', count, text]) => JSON.stringify({ data: { [key]: repeat(count, text) } }),
  ],
  [
    /^(\w+) whose data is (\d+) nested objects \{"(\w+)": \.\.\.(\w+)\}$/,
    ([kind, count, key, leaf]) =>
      `{"apiVersion":"v1","kind":"${kind}","metadata":{"name":"deep"},"data":${repeat(count, `{"${key}":`)}${leaf}${repeat(count, '}')}}`,
  ],
];

function objectWithText([kind, name, place = '', key = '', count, text]: readonly string[]): string {
  const field = { [key]: repeat(count, text) };
  const content = place === 'annotation' ? {} : { [place]: field };
  const metadata = { name, ...(place === 'annotation' ? { annotations: field } : {}) };
  return JSON.stringify({ apiVersion: 'v1', kind, metadata, ...content });
}

function repeat(count: string | undefined, text = '', separator = ''): string {
  return Array.from({ length: Number(count) }, () => text).join(separator);
}
