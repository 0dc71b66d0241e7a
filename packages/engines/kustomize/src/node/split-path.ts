/** Splits a path at a delimiter that a backslash before it escapes. One leading delimiter is allowed. */
export function splitPath(path: string, delimiter: string): string[] {
  const pieces = path.split(delimiter);
  if (pieces.length > 1 && pieces[0] === '') pieces.shift();
  const parts: string[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last?.endsWith('\\') === true) parts[parts.length - 1] = last.slice(0, -1) + delimiter + piece;
    else parts.push(piece);
  }
  return parts;
}

/**
 * The same, where brackets hold a part together: `[name=a.b]` stays as it is, and of `[a.b]` the brackets go.
 */
export function splitBracketPath(path: string, delimiter: string): string[] {
  const pieces = splitPath(path, delimiter);
  const parts: string[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? '';
    if (!piece.startsWith('[') || piece.endsWith(']')) {
      parts.push(piece);
      continue;
    }
    let bracketed = piece;
    while (index < pieces.length - 1) {
      const next = pieces[++index] ?? '';
      bracketed += delimiter + next;
      if (next.endsWith(']')) break;
    }
    parts.push(bracketed.includes('=') ? bracketed : bracketed.replace(/^[[\]]+|[[\]]+$/g, ''));
  }
  return parts;
}
