import { byteLength, compileRegex, GoError, parseTime, quoteRune, quoteText, UTC } from '@gotk/go-template';
import { type GoUrl, hostnameOf, parseGoUrl } from '@gotk/go-url';
import { LocatedError } from '@gotk/located-error';
import { semverProblem } from './semver-format.js';

/** What is wrong with a text; `undefined` when nothing is. */
export type FormatCheck = (text: string) => string | undefined;

/** The check of a format; `undefined` for one that is not checked. */
export function formatNamed(name: string): FormatCheck | undefined {
  return FORMATS.get(name);
}

function regexProblem(text: string): string | undefined {
  return thrownMessage(() => compileRegex(text));
}

/** What something throws; other errors than those that Go would return go through. */
function thrownMessage(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof GoError || error instanceof LocatedError) return error.message;
    throw error;
  }
}

function pointerProblem(text: string): string | undefined {
  if (text !== '' && !text.startsWith('/')) return 'not starting with /';
  return /~(?![01])/.test(text) ? '~ must be followed by 0 or 1' : undefined;
}

function relativePointerProblem(text: string): string | undefined {
  const digits = /^[0-9]*/.exec(text)?.[0] ?? '';
  if (digits === '') return 'must start with non-negative integer';
  if (digits.length > 1 && digits.startsWith('0')) return 'starts with zero';
  const rest = text.slice(digits.length);
  return rest === '#' ? undefined : pointerProblem(rest);
}

function uuidProblem(text: string): string | undefined {
  const lengths = [8, 4, 4, 4, 12];
  const groups = text.split('-');
  if (groups.length !== lengths.length) return `must have ${lengths.length} elements`;
  for (const [index, group] of groups.entries()) {
    const wanted = lengths[index] ?? 0;
    if (byteLength(group) !== wanted) return `element ${index + 1} must be ${wanted} characters long`;
    const bad = firstOther(group, /[0-9a-fA-F]/);
    if (bad !== undefined) return `non-hex character ${bad}`;
  }
  return undefined;
}

/** The first character of another kind, as `%q` shows it. */
function firstOther(text: string, kind: RegExp): string | undefined {
  for (const character of text) {
    if (!kind.test(character)) return quoteRune(character.codePointAt(0) ?? 0, false);
  }
  return undefined;
}

function durationProblem(text: string): string | undefined {
  if (!text.startsWith('P')) return 'must start with P';
  const rest = text.slice(1);
  if (rest === '') return 'nothing after P';
  if (rest.endsWith('W')) {
    if (rest === 'W') return 'no number in week';
    return /^[0-9]+W$/.test(rest) ? undefined : 'invalid week';
  }
  const [days = '', time, ...more] = rest.split('T');
  if (time === '') return 'no time elements';
  if (more.length > 0) return 'more than one T';
  return unitsProblem(days, 'YMD') ?? (time === undefined ? undefined : unitsProblem(time, 'HMS'));
}

function unitsProblem(text: string, units: string): string | undefined {
  let left = units;
  for (const [, digits = '', unit = ''] of text.matchAll(/([0-9]*)([^0-9]?)/g)) {
    if (digits === '' && unit === '') break;
    if (digits === '') return 'missing number';
    if (unit === '') return 'missing unit';
    const at = left.indexOf(unit);
    if (at === -1)
      return `${units.includes(unit) ? 'unit' : 'invalid unit'} ${quoteRune(unit.charCodeAt(0), false)}${units.includes(unit) ? ' out of order' : ''}`;
    left = left.slice(at + 1);
  }
  return undefined;
}

function ipv4Problem(text: string): string | undefined {
  const groups = text.split('.');
  if (groups.length !== 4) return 'expected four decimals';
  for (const group of groups) {
    if (/^0./s.test(group)) return 'leading zeros';
    if (!/^[+-]?[0-9]+$/.test(group)) return `strconv.Atoi: parsing ${quoteText(group)}: invalid syntax`;
    if (!(Number(group) >= 0 && Number(group) <= 255)) return 'decimal must be between 0 and 255';
  }
  return undefined;
}

const IPV4 = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}';
const FULL_IPV6 = new RegExp(`^(?:[0-9a-f]{1,4}:){6}(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|${IPV4})$`, 'i');
const IPV6_PARTS = new RegExp(`^(?:(?:[0-9a-f]{1,4}:)*(?:[0-9a-f]{1,4}|${IPV4}))?$`, 'i');

function ipv6Problem(text: string): string | undefined {
  if (!text.includes(':')) return 'missing colon';
  const [address = '', zone] = text.split('%', 2);
  if (!isIpv6(address) || zone === '') return `ParseAddr(${quoteText(text)}): unable to parse IP`;
  return zone === undefined ? undefined : 'zone id is not a part of ipv6 address';
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length === 1) return FULL_IPV6.test(address);
  if (halves.length > 2 || !halves.every((half) => IPV6_PARTS.test(half)) || halves[0]?.includes('.') === true)
    return false;
  const groups = halves.filter((half) => half !== '').flatMap((half) => half.split(':'));
  // An IPv4 address at the end takes the place of two groups.
  return groups.length + Number(address.includes('.')) < 8;
}

function hostnameProblem(text: string): string | undefined {
  const name = text.replace(/\.$/, '');
  if (byteLength(name) > 253) return 'more than 253 characters long';
  for (const label of name.split('.')) {
    if (label === '' || byteLength(label) > 63) return 'label must be 1 to 63 characters long';
    if (label.startsWith('-')) return 'label starts with hyphen';
    if (label.endsWith('-')) return 'label ends with hyphen';
    const bad = firstOther(label, /[a-zA-Z0-9-]/);
    if (bad !== undefined) return `invalid character ${bad}`;
  }
  return undefined;
}

function emailProblem(text: string): string | undefined {
  if (byteLength(text) > 254) return 'more than 255 characters long';
  const at = text.lastIndexOf('@');
  if (at === -1) return 'missing @';
  return localPartProblem(text.slice(0, at)) ?? domainProblem(text.slice(at + 1));
}

function localPartProblem(local: string): string | undefined {
  if (byteLength(local) > 64) return 'local part more than 64 characters long';
  if (/^".*"$/s.test(local)) {
    const isClean = !/["\\]/.test(local.slice(1, -1));
    return isClean ? undefined : 'backslash and quote are not allowed within quoted local part';
  }
  if (local.startsWith('.')) return 'starts with dot';
  if (local.endsWith('.')) return 'ends with dot';
  if (local.includes('..')) return 'consecutive dots';
  const bad = firstOther(local, /[a-zA-Z0-9.!#$%&'*+\-/=?^_`{|}~]/);
  return bad === undefined ? undefined : `invalid character ${bad}`;
}

function domainProblem(domain: string): string | undefined {
  const bracketed = /^\[(IPv6:)?(.*)\]$/s.exec(domain);
  if (bracketed === null) return within('invalid domain', hostnameProblem(domain));
  const [, isIpv6Address, address = ''] = bracketed;
  if (isIpv6Address === undefined) return within('invalid ipv4 address', ipv4Problem(address));
  return within('invalid ipv6 address', ipv6Problem(address));
}

function within(what: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${what}: ${problem}`;
}

function dateProblem(text: string): string | undefined {
  return thrownMessage(() => parseTime('2006-01-02', text, UTC));
}

function timeProblem(text: string): string | undefined {
  if (byteLength(text) < 9) return 'less than 9 characters long';
  if (text[2] !== ':' || text[5] !== ':') return 'missing colon in correct place';
  const [, hours = '', minutes = '', seconds = ''] = /^([0-9]{2}):([0-9]{2}):([0-9]{2})/.exec(text) ?? [];
  if (hours === '') return 'invalid hour/min/sec';
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return 'hour/min/sec out of range';
  const rest = text.slice(8);
  if (/^\.(?![0-9])/.test(rest)) return 'no digits in second fraction';
  const offset = offsetOf(rest.replace(/^\.[0-9]+/, ''));
  if (typeof offset === 'string') return offset;
  const day = 24 * 60;
  const minute = (Number(hours) * 60 + Number(minutes) - offset + day) % day;
  return Number(seconds) === 60 && minute !== day - 1 ? 'invalid leap second' : undefined;
}

/** Minutes east of UTC, or what is wrong. */
function offsetOf(text: string): number | string {
  if (text === 'z' || text === 'Z') return 0;
  if (byteLength(text) !== 6) return 'offset must be 6 characters long';
  if (!/^[+-]/.test(text)) return 'offset must begin with plus/minus';
  if (text[3] !== ':') return 'missing colon in offset in correct place';
  const [, hours, minutes] = /^.([0-9]{2}):([0-9]{2})$/.exec(text) ?? [];
  if (hours === undefined) return 'invalid hour/min in offset';
  if (Number(hours) > 23 || Number(minutes) > 59) return 'hour/min in offset out of range';
  return (text.startsWith('-') ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function dateTimeProblem(text: string): string | undefined {
  if (byteLength(text) < 20) return 'less than 20 characters long';
  if (!/^[tT]$/.test(text[10] ?? '')) return '11th character must be t or T';
  return (
    within('invalid date element', dateProblem(text.slice(0, 10))) ??
    within('invalid time element', timeProblem(text.slice(11)))
  );
}

function periodProblem(text: string): string | undefined {
  const slash = text.indexOf('/');
  if (slash === -1) return 'missing slash';
  const [start, end] = [text.slice(0, slash), text.slice(slash + 1)];
  if (start.startsWith('P')) {
    return (
      within('invalid start duration', durationProblem(start)) ?? within('invalid end date-time', dateTimeProblem(end))
    );
  }
  const problem = within('invalid start date-time', dateTimeProblem(start));
  if (problem !== undefined) return problem;
  return end.startsWith('P')
    ? within('invalid end duration', durationProblem(end))
    : within('invalid end date-time', dateTimeProblem(end));
}

function urlProblem(text: string, check: (url: GoUrl) => string | undefined): string | undefined {
  let problem: string | undefined;
  const thrown = thrownMessage(() => {
    const url = parseGoUrl(text);
    const host = hostnameOf(url);
    if (!host.includes(':')) problem = check(url);
    else if (!url.host.includes('[')) problem = 'ipv6 address not enclosed in brackets';
    else problem = within('invalid ipv6 address', ipv6Problem(host)) ?? check(url);
  });
  return thrown ?? problem;
}

function uriProblem(text: string): string | undefined {
  return urlProblem(text, ({ scheme }) => (scheme === '' ? 'relative url' : undefined));
}

function uriReferenceProblem(text: string): string | undefined {
  return text.includes('\\') ? 'contains \\' : urlProblem(text, () => undefined);
}

function uriTemplateProblem(text: string): string | undefined {
  return urlProblem(text, ({ rawPath }) => {
    for (const segment of rawPath.split('/')) {
      const braces = segment.replace(/[^{}]/g, '').replaceAll('{}', '');
      if (braces === '{') return 'no matching closing brace';
      if (braces !== '') return 'nested curly braces';
    }
    return undefined;
  });
}

const FORMATS: ReadonlyMap<string, FormatCheck> = new Map([
  ['regex', regexProblem],
  ['json-pointer', pointerProblem],
  ['relative-json-pointer', relativePointerProblem],
  ['uuid', uuidProblem],
  ['duration', durationProblem],
  ['period', periodProblem],
  ['ipv4', ipv4Problem],
  ['ipv6', ipv6Problem],
  ['hostname', hostnameProblem],
  ['email', emailProblem],
  ['date', dateProblem],
  ['time', timeProblem],
  ['date-time', dateTimeProblem],
  ['uri', uriProblem],
  ['iri', uriProblem],
  ['uri-reference', uriReferenceProblem],
  ['iri-reference', uriReferenceProblem],
  ['uri-template', uriTemplateProblem],
  ['semver', semverProblem],
]);
