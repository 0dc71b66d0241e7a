/** What an image reference consists of; anything else is no reference, and has no tag. */
const REFERENCE = /^[\w.\-:/@[\]]+$/;
const MAX_NAME = 255;

/** The tag of an image reference: `latest` when it names neither tag nor digest. */
export function imageTag(image: string): string {
  if (image.includes('@') || !REFERENCE.test(image) || image.length > MAX_NAME) return '';
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon === -1 ? 'latest' : name.slice(colon + 1);
}
