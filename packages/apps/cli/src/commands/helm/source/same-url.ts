import { type GoUrl, parseGoUrl, renderGoUrl } from '@gotk/go-url';

/** Whether two URLs mean the same place: slashes at the end, or doubled, do not count. */
export function isSameUrl(a: string, b: string): boolean {
  const [left, right] = [tryParse(a), tryParse(b)];
  if (left === undefined || right === undefined) return left === undefined && a === b;
  return normal(left) === normal(right);
}

function normal(url: GoUrl): string {
  const segments = url.path.split('/').filter((segment) => segment !== '' && segment !== '.');
  return renderGoUrl({ ...url, path: `/${segments.join('/')}`, rawPath: '' });
}

function tryParse(text: string): GoUrl | undefined {
  try {
    return parseGoUrl(text);
  } catch {
    // What is no URL is compared as it stands.
    return undefined;
  }
}
