/** Text in pieces of about this size is small enough to wait for a slow reader. */
const PIECE_CHARACTERS = 512 * 1024;

/** Joins texts to pieces that are worth writing. */
export function* inPieces(texts: Iterable<string>): Iterable<string> {
  let piece: string[] = [];
  let characters = 0;
  for (const text of texts) {
    piece.push(text);
    characters += text.length;
    if (characters < PIECE_CHARACTERS) continue;
    yield piece.join('');
    piece = [];
    characters = 0;
  }
  if (piece.length > 0) yield piece.join('');
}
