import { parseGoUrl, renderGoUrl } from '@gotk/go-url';

/** What a URL in an index means beside the repository's own. The repository's query stays. @throws Error in Helm's words */
export function resolveReference(base: string, reference: string): string {
  const parsed = parseOrFail(reference);
  if (parsed.scheme !== '') return reference;
  const from = parseOrFail(base);
  const folder = from.path.replace(/\/$/, '');
  const { path } = parsed;
  const joined = path.startsWith('/') ? path : `${folder}/${path}`;
  const host = parsed.host === '' ? from.host : parsed.host;
  return renderGoUrl({ ...from, host, path: cleanPath(joined), rawPath: '', fragment: parsed.fragment });
}

function parseOrFail(text: string): ReturnType<typeof parseGoUrl> {
  try {
    return parseGoUrl(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`failed to parse ${text} as URL: ${reason}`, { cause });
  }
}

function cleanPath(path: string): string {
  const segments: string[] = [];
  const all = path.split('/');
  for (const [index, segment] of all.entries()) {
    const isLast = index === all.length - 1;
    if (segment === '..') segments.pop();
    else if (segment !== '.' && (segment !== '' || isLast)) segments.push(segment);
    if (isLast && (segment === '.' || segment === '..')) segments.push('');
  }
  return `/${segments.join('/')}`;
}
