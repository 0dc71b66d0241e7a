import type { KeptText, SourceText, TemplateText } from '@gotk/go-template';

/** What a program remembers of the templates of one chart, from one run to the next. */
export interface KnownTemplates {
  /** What was kept of a file. @param source its full name in the rendering, and its text: the one of that time. */
  readonly find: (source: SourceText) => KeptText | undefined;
  /** Gives a file to keep. @param name its full name in the rendering. */
  readonly add: (name: string, text: TemplateText) => void;
}
