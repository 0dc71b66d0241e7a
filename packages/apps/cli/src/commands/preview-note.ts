const NOTE = `⚠️  Please note that this command is in preview and under development.
While we try our best to not introduce breaking changes, they may occur when
we adapt to new features and/or find better ways to facilitate what it does.`;

/** A description that ends with the note on commands in preview. */
export function withPreviewNote(description: string): string {
  return `${description}\n\n${NOTE}`;
}
