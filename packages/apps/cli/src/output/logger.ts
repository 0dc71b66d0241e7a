/** Lines about progress, each with a glyph, on stderr. */
export interface Logger {
  action(message: string): void;
  generate(message: string): void;
  waiting(message: string): void;
  success(message: string): void;
  warning(message: string): void;
  failure(message: string): void;
}

/** A logger that writes to `write`. */
export function createLogger(write: (text: string) => void): Logger {
  const line =
    (glyph: string) =>
    (message: string): void =>
      write(`${glyph} ${message}\n`);
  return {
    action: line('►'),
    generate: line('✚'),
    waiting: line('◎'),
    success: line('✔'),
    warning: line('⚠️'),
    failure: line('✗'),
  };
}
