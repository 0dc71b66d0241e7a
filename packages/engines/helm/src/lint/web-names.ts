import { compileRegex } from '@gotk/go-template';
import { parseGoRequestUri, parseGoUrl } from '@gotk/go-url';

const WORD = "[a-zA-Z0-9!#$%&'*+\\-/=?^_`{|}~\\u00A0-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFEF]+";
const LETTER = '[a-zA-Z\\u00A0-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFEF]';
const SIGN = LETTER.replace('A-Z', 'A-Z0-9');
const LOCAL = new RegExp(`^${WORD}(?:\\.${WORD})*$`);
const HOST = new RegExp(`^${SIGN}(?:${SIGN.replace(']', '._~-]')}*${SIGN})?$`);
const TOP = new RegExp(`^${LETTER}(?:${SIGN.replace(']', '_~-]')}*${LETTER})?$`);
/** One character in quotes: Helm's pattern takes no more. */
const QUOTED = /^"(?:[!#-[\]-~]|\([!-~])"$/;

/** Whether the text is an e-mail address to Helm. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at === -1 || !(LOCAL.test(local) || QUOTED.test(local))) return false;
  return isDomain(domain) || (domain.endsWith('.') && isDomain(domain.slice(0, -1)));
}

function isDomain(domain: string): boolean {
  const dot = domain.lastIndexOf('.');
  return dot > 0 && HOST.test(domain.slice(0, dot)) && TOP.test(domain.slice(dot + 1));
}

const LONGEST_URL = 2083;
const SHORTEST_URL = 3;
const SCHEME = '(?:(?:ftp|tcp|udp|wss?|https?)://)';
const USER = '(?:\\S+(?::\\S*)?@)';
const IP4 =
  '(?:[1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3]|24\\d|25[0-5])(?:\\.(?:\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])){2}(?:\\.(?:[0-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]))';
const IP6 = '(?:\\[[0-9a-fA-F:.]+(?:%[0-9a-zA-Z]+)?\\])';
const SUBDOMAIN = '(?:(?:www\\.)|(?:[a-zA-Z0-9]+(?:[-_.]?[a-zA-Z0-9])*[a-zA-Z0-9]\\.[a-zA-Z0-9]+))';
const FIRST = `(?:[a-zA-Z0-9](?:[a-zA-Z0-9\\-_]+)?[a-zA-Z0-9](?:[-.][a-zA-Z0-9]+)*|${SUBDOMAIN}?)?`;
const NAME =
  '(?:(?:[a-zA-Z\\x{00a1}-\\x{ffff}0-9]+-?-?)*[a-zA-Z\\x{00a1}-\\x{ffff}0-9]+)(?:\\.[a-zA-Z\\x{00a1}-\\x{ffff}]+)?';
const URL_PATTERN = `^${SCHEME}?${USER}?(?:${IP4}|${IP6}|${FIRST}${NAME})\\.?(?::\\d{1,5})?(?:[/?#][^\\s]*)?$`;

/** Whether the text is a URL to Helm, which may do without a scheme. */
export function isUrl(text: string): boolean {
  const length = [...text].length;
  if (length >= LONGEST_URL || new TextEncoder().encode(text).length <= SHORTEST_URL || text.startsWith('.'))
    return false;
  const url = tryParse(() => parseGoUrl(text.includes(':') && !text.includes('://') ? `http://${text}` : text));
  if (url === undefined || url.host.startsWith('.')) return false;
  if (url.host === '' && url.path !== '' && !url.path.includes('.')) return false;
  // In linear time: a backtracking engine could be kept busy with it.
  return compileRegex(URL_PATTERN).find(text, 0) !== undefined;
}

/** Whether the text is a URL with a scheme. */
export function isRequestUrl(text: string): boolean {
  const url = tryParse(() => parseGoRequestUri(text));
  return url !== undefined && url.scheme !== '';
}

function tryParse<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    // The text is somebody's, so it is no error that it is no URL.
    return undefined;
  }
}
