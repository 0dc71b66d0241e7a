import { fixed, type GoFunction } from './go-function.js';
import { text } from './parameter-type.js';

/** sprig's functions on paths; those for the operating system's follow Linux. */
export const pathFunctions: readonly GoFunction[] = ['', 'os'].flatMap((system) => {
  const named = (name: string): string => (system === '' ? name : `os${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return [
    fixed(named('base'), [text], basePath),
    fixed(named('dir'), [text], (path) => cleanPath(path.slice(0, path.lastIndexOf('/') + 1))),
    fixed(named('clean'), [text], cleanPath),
    fixed(named('ext'), [text], (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const dot = name.lastIndexOf('.');
      return dot === -1 ? '' : name.slice(dot);
    }),
    fixed(named('isAbs'), [text], (path) => path.startsWith('/')),
  ];
});

/** path.Base. */
export function basePath(path: string): string {
  if (path === '') return '.';
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return end === 0 ? '/' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/** path.Clean. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!rooted) segments.push('..');
  }
  const joined = segments.join('/');
  if (rooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}
