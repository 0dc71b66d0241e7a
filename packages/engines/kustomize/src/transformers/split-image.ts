/** The parts of an image reference; empty where it has none. */
export interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Splits `[host[:port]/]name[:tag][@digest]`; a colon before the first slash belongs to the host. */
export function splitImage(image: string): ImageParts {
  const slash = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', slash);
  const colon = image.indexOf(':', slash);
  if (at !== -1 && (colon === -1 || at < colon))
    return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (colon === -1) return { name: image, tag: '', digest: '' };
  const end = at === -1 ? image.length : at;
  return {
    name: image.slice(0, colon),
    tag: image.slice(colon + 1, end),
    digest: at === -1 ? '' : image.slice(at + 1),
  };
}
