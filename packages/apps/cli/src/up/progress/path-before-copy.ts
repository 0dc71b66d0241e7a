/** A copy of an ArtifactGenerator, as far as paths go. */
interface Copy {
  /** `@alias/pattern` */
  readonly from: string;
  /** `@artifact/path` */
  readonly to: string;
  readonly strategy?: string;
}

/**
 * Where a file of a generated artifact stands in the source that it was copied from, which is where people look for it.
 *
 * @returns `undefined` where that cannot be told from the copies alone: several may have made the file, or it came out of an
 * archive or was merged.
 */
export function pathBeforeCopy(file: string, copies: readonly Copy[]): string | undefined {
  const origins = copies.flatMap((copy) => originsOf(file, copy));
  const [origin] = origins;
  return origins.length === 1 && origin !== '' ? origin : undefined;
}

/** An empty path stands for one that cannot be told. */
function originsOf(file: string, { from, to, strategy = 'Overwrite' }: Copy): readonly string[] {
  const pattern = trimmed(from.replace(/^@[^/]*\//, ''));
  const target = trimmed(to.replace(/^@artifact\//, ''));
  if (strategy === 'Extract') return below(file, target) === undefined ? [] : [''];
  const origin = originOf(file, { pattern, target });
  if (origin === undefined) return [];
  return [strategy === 'Merge' ? '' : origin];
}

function originOf(file: string, { pattern, target }: { readonly pattern: string; readonly target: string }) {
  const rest = below(file, target);
  if (pattern === '**') return rest;
  if (pattern.endsWith('/**')) return rest === undefined ? undefined : `${pattern.slice(0, -3)}/${rest}`;
  // What a pattern finds keeps its path; whether it has found this one is not looked at.
  if (/[*?[\]]/.test(pattern)) return rest === undefined ? undefined : '';
  if (file === target) return pattern;
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  const inside = rest === undefined ? undefined : below(rest, name);
  if (inside !== undefined) return `${pattern}/${inside}`;
  return rest === name ? pattern : undefined;
}

/** The path of a file from a folder that it stands in. */
function below(file: string, folder: string): string | undefined {
  if (folder === '') return file;
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined;
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
