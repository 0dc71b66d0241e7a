import { compileRegex } from '@gotk/go-template';
import { regexLiteral } from '../text/regex-literal.js';

/** A pattern of `.Files.Glob` as a function of the path; `undefined` when it is malformed. It runs in linear time. */
export function compileGlob(pattern: string): ((path: string) => boolean) | undefined {
  const source = translateGlob(pattern);
  if (source === undefined) return undefined;
  const regex = compileRegex(`^(?s:${source})$`);
  return (path) => regex.find(path, 0) !== undefined;
}

function translateGlob(pattern: string): string | undefined {
  let source = '';
  let depth = 0;
  for (let index = 0; index < pattern.length; ) {
    const character = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    index += character.length;
    switch (character) {
      case '*': {
        const isSuper = pattern.charAt(index) === '*';
        while (pattern.charAt(index) === '*') index++;
        source += isSuper ? '.*' : '[^/]*';
        break;
      }
      case '?':
        source += '[^/]';
        break;
      case '[': {
        const found = /^(!?)((?:\\.|[^\]\\])+)\]/su.exec(pattern.slice(index));
        if (found === null) return undefined;
        source += `[${found[1] === '' ? '' : '^'}${classMembers(found[2] ?? '')}]`;
        index += found[0].length;
        break;
      }
      case '{':
        depth++;
        source += '(?:';
        break;
      case '}':
        if (depth === 0) return undefined;
        depth--;
        source += ')';
        break;
      case ',':
        source += depth > 0 ? '|' : ',';
        break;
      case '\\': {
        const escaped = pattern.codePointAt(index);
        if (escaped === undefined) return undefined;
        const literal = String.fromCodePoint(escaped);
        index += literal.length;
        source += regexLiteral(literal);
        break;
      }
      default:
        source += regexLiteral(character);
    }
  }
  return depth === 0 ? source : undefined;
}

function classMembers(members: string): string {
  const range = /^(\\?.)-(\\?.)$/su.exec(members);
  const withoutEscapes = (text: string): string => text.replace(/\\(.)/gsu, '$1');
  if (range !== null)
    return `${regexLiteral(withoutEscapes(range[1] ?? ''))}-${regexLiteral(withoutEscapes(range[2] ?? ''))}`;
  return Array.from(withoutEscapes(members), regexLiteral).join('');
}
