/**
 * What a program remembers of the templates of one chart, from one run to the next: which files were parsed without an error, and
 * were simple. Most of their text is then parsed only when it is executed.
 */
export interface KnownTemplates {
  /** @param name full name of the file in the rendering; its text must be the one of that time. */
  readonly has: (name: string) => boolean;
  /** Tells that a file is such a one. */
  readonly add: (name: string) => void;
}
