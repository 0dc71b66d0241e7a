import { describe, expect, it } from 'vitest';
import type { Flag } from './flag.js';
import { parseFlags } from './parse-flags.js';

const flags: readonly Flag[] = [
  { name: 'all-namespaces', shorthand: 'A', type: 'bool', usage: '' },
  { name: 'watch', shorthand: 'w', type: 'bool', usage: '' },
  { name: 'namespace', shorthand: 'n', type: 'string', usage: '', default: 'flux-system' },
  { name: 'label', type: 'strings', usage: '' },
  { name: 'as-group', type: 'stringArray', usage: '' },
  { name: 'tail', type: 'int', usage: '', default: '-1' },
  { name: 'timeout', type: 'duration', usage: '', default: '5m0s' },
];

describe('parseFlags reads', () => {
  const rows: readonly [name: string, args: string, expected: Record<string, unknown>, operands?: string[]][] = [
    ['nothing', '', { namespace: 'flux-system', watch: false, tail: -1, timeout: 300_000, label: [] }],
    ['a value after a blank', '--namespace a', { namespace: 'a' }],
    ['a value after =', '--namespace=a', { namespace: 'a' }],
    ['an empty value', '--namespace=', { namespace: '' }],
    ['a short flag', '-n a', { namespace: 'a' }],
    ['a short flag with its value', '-na', { namespace: 'a' }],
    ['a short flag with =', '-n=a', { namespace: 'a' }],
    ['grouped short flags', '-Aw', { 'all-namespaces': true, watch: true }],
    ['a group that ends with a value', '-Awn a', { 'all-namespaces': true, namespace: 'a' }],
    ['a boolean set to false', '--watch=false', { watch: false }],
    ['a short boolean set to false', '-w=false', { watch: false }],
    ['the last of two values', '--namespace a --namespace b', { namespace: 'b' }],
    ['lists by comma and repetition', '--label a=b,c=d --label e=f', { label: ['a=b', 'c=d', 'e=f'] }],
    ['arrays without commas', '--as-group a,b --as-group c', { 'as-group': ['a,b', 'c'] }],
    ['a value that begins with a dash', '--namespace -a', { namespace: '-a' }],
    ['flags after operands', 'x --watch y -n a', { watch: true, namespace: 'a' }, ['x', 'y']],
    ['nothing after --', 'x -- --watch', { watch: false }, ['x', '--watch']],
    ['a duration', '--timeout 1m30s', { timeout: 90_000 }],
    ['a negative number', '--tail -5', { tail: -5 }],
  ];
  it.each(rows)('%s', (_, args, expected, operands = []) => {
    const parsed = parseFlags(args.split(' ').filter(Boolean), flags);
    const actual = Object.fromEntries(Object.keys(expected).map((name) => [name, typedValue(parsed.flags, name)]));
    expect(actual).toEqual(expected);
    expect(parsed.operands).toEqual(operands);
  });

  it('a list with a quoted comma', () => {
    expect(parseFlags(['--label', '"a,b",c'], flags).flags.list('label')).toEqual(['a,b', 'c']);
  });

  it('whether a flag was given', () => {
    const { flags: given } = parseFlags(['--namespace', 'flux-system'], flags);
    expect([given.isSet('namespace'), given.isSet('watch')]).toEqual([true, false]);
  });
});

describe('parseFlags refuses', () => {
  const rows: readonly [args: string, message: string][] = [
    ['--nope', 'unknown flag: --nope'],
    ['--nope=1', 'unknown flag: --nope'],
    ['-x', "unknown shorthand flag: 'x' in -x"],
    ['-Ax', "unknown shorthand flag: 'x' in -Ax"],
    ['--namespace', 'flag needs an argument: --namespace'],
    ['-n', "flag needs an argument: 'n' in -n"],
    [
      '--watch=maybe',
      'invalid argument "maybe" for "-w, --watch" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    ['--tail=x', 'invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ['--timeout=soon', 'invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"'],
    ['--__proto__=1', 'unknown flag: --__proto__'],
    ['--constructor', 'unknown flag: --constructor'],
  ];
  it.each(rows)('%s', (args, message) => {
    expect(() => parseFlags(args.split(' '), flags)).toThrow(message);
  });
});

function typedValue(values: ReturnType<typeof parseFlags>['flags'], name: string): unknown {
  const type = flags.find((flag) => flag.name === name)?.type;
  if (type === 'bool') return values.flag(name);
  if (type === 'int') return values.number(name);
  if (type === 'duration') return values.durationMs(name);
  return type === 'string' ? values.text(name) : values.list(name);
}
