/** A part of a stream between separator lines. */
export interface YamlPart {
  readonly text: string;
  /** 1-based line of the stream on which `text` begins. */
  readonly startLine: number;
}

/** Splits a stream at its `---` lines. */
export function splitYaml(text: string): readonly YamlPart[] {
  const parts: YamlPart[] = [];
  let lines: string[] = [];
  let startLine = 1;
  for (const [index, line] of text.split('\n').entries()) {
    if (!/^---(\s|$)/.test(line)) lines.push(line);
    else {
      parts.push({ text: lines.join('\n'), startLine });
      lines = [];
      startLine = index + 2;
    }
  }
  parts.push({ text: lines.join('\n'), startLine });
  return parts.filter((part) => part.text.trim() !== '');
}
