import { isIPv4, isIPv6 } from 'node:net';
import { parseLegacyIpAddress } from '@gotk/ip-address';
import { checkDns1123Label, checkDns1123Subdomain } from '@gotk/objects';
import { isGoDuration } from './go-duration.js';

type Format = (value: string) => boolean;

const HEX = '[0-9a-f]';
const matching = (pattern: string): Format => {
  const regex = new RegExp(`^(?:${pattern})$`, 'i');
  return (value) => regex.test(value);
};

const HOST_CHARACTER = '[a-zA-Z0-9\\p{S}\\p{L}]';
/** One label with a hyphen at most, or a name with dots. */
const HOSTNAME = new RegExp(
  `^(?:${HOST_CHARACTER}(?:-?${HOST_CHARACTER}{0,62})?|(?:${HOST_CHARACTER}(?:[a-zA-Z0-9\\p{S}\\p{L}-]{0,61}${HOST_CHARACTER})?\\.)+[a-zA-Z\\p{L}]{2,63})$`,
  'u',
);

function isHostname(value: string): boolean {
  return HOSTNAME.test(value) && value.length <= 255 && value.split('.').every((label) => label.length <= 63);
}

/** The text formats that a CustomResourceDefinition may ask for, by their names without dashes. */
const FORMATS: Readonly<Record<string, Format>> = {
  bsonobjectid: matching(`${HEX}{24}`),
  uri: (value) => /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(value) && !/[\s\p{Cc}]/u.test(value),
  email: (value) => /^(?:[^<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(value),
  hostname: isHostname,
  // As old fields of Kubernetes: leading zeros are ignored.
  ipv4: (value) => parseLegacyIpAddress(value)?.family === 4,
  ipv6: isIPv6,
  cidr: isCidr,
  mac: matching(`${HEX}{2}(?:([:-])${HEX}{2})(?:\\1${HEX}{2}){4,18}|${HEX}{4}\\.${HEX}{4}\\.${HEX}{4}`),
  uuid: matching(`${HEX}{8}-?${HEX}{4}-?${HEX}{4}-?${HEX}{4}-?${HEX}{12}`),
  uuid3: matching(`${HEX}{8}-?${HEX}{4}-?3${HEX}{3}-?${HEX}{4}-?${HEX}{12}`),
  uuid4: matching(`${HEX}{8}-?${HEX}{4}-?4${HEX}{3}-?[89ab]${HEX}{3}-?${HEX}{12}`),
  uuid5: matching(`${HEX}{8}-?${HEX}{4}-?5${HEX}{3}-?[89ab]${HEX}{3}-?${HEX}{12}`),
  isbn: (value) => isIsbn10(value) || isIsbn13(value),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: matching('\\d{3}[- ]?\\d{2}[- ]?\\d{4}'),
  hexcolor: matching(`#?(?:${HEX}{3}|${HEX}{6})`),
  rgbcolor: matching(
    'rgb\\(\\s*(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])(?:\\s*,\\s*(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){2}\\s*\\)',
  ),
  byte: (value) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value) && value !== '',
  password: () => true,
  date: isDate,
  duration: isGoDuration,
  datetime: isDateTime,
  k8sshortname: (value) => checkDns1123Label(value).length === 0,
  k8slongname: (value) => checkDns1123Subdomain(value).length === 0,
};

/** Whether a text has a format; without a text, whether the format is known. */
export function matchesFormat(format: string, value: string | undefined): boolean {
  const name = format.replaceAll('-', '');
  const matches = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  return matches !== undefined && (value === undefined || matches(value));
}

function isCidr(value: string): boolean {
  const [address = '', bits = '', ...more] = value.split('/');
  if (more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isDateTime(value: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/.exec(value);
  if (match === null) return false;
  const [, date = '', hour, minute, second] = match;
  return isDate(date) && Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60;
}

function isIsbn10(value: string): boolean {
  const digits = value.replace(/[\s-]+/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + (index + 1) * (digit === 'X' ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

function isIsbn13(value: string): boolean {
  const digits = value.replace(/[\s-]+/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, index) => total + (index % 2 === 0 ? 1 : 3) * Number(digit), 0);
  return sum % 10 === 0;
}

const CARD =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11}|6[27]\d{14})$/;

/** A known number pattern whose check digit is right. */
function isCreditCard(value: string): boolean {
  const digits = value.replace(/\D+/g, '');
  if (!CARD.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
