import { parseStrictVersion, parseVersion, type Version } from '@gotk/semver';

/** The version that a tag or a chart names: strictly semantic, but for a `v` in front; `undefined` where it is none. */
export function findTagVersion(text: string): Version | undefined {
  try {
    parseStrictVersion(text.replace(/^v/, ''));
    return parseVersion(text);
  } catch {
    // The text is somebody's, so it is no error that it is no version.
    return undefined;
  }
}
