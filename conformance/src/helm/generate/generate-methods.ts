import type { SeededRandom } from '../../seeded-random.js';

type Choices = readonly [string, ...string[]];

/** The exported methods of what templates can hold, by what gives such a value. */
const RECEIVERS: readonly (readonly [values: Choices, methods: Choices])[] = [
  [
    [
      '(toDate "2006-01-02T15:04:05" "2024-03-15T23:59:58")',
      '(toDate "2006-01-02 -0700" "1969-12-31 +0530")',
      '(toDate "2006-01-02 MST" "2031-07-01 CEST")',
      '(toDate "nope" "x")',
      '(mustToDate "2006" "9999").UTC',
      '$time',
    ],
    [
      ...['Add', 'AddDate', 'After', 'AppendBinary', 'AppendFormat', 'AppendText', 'Before', 'Clock', 'Compare'],
      ...['Date', 'Day', 'Equal', 'Format', 'GoString', 'GobDecode', 'GobEncode', 'Hour', 'ISOWeek', 'In', 'IsDST'],
      ...['IsZero', 'Local', 'Location', 'MarshalBinary', 'MarshalJSON', 'MarshalText', 'Minute', 'Month'],
      ...['Nanosecond', 'Round', 'Second', 'String', 'Sub', 'Truncate', 'UTC', 'Unix', 'UnixMicro', 'UnixMilli'],
      ...['UnixNano', 'UnmarshalJSON', 'Weekday', 'Year', 'YearDay', 'Zone', 'ZoneBounds', 'wall', 'Nope'],
    ] as unknown as Choices,
  ],
  [
    ['($time.Sub (toDate "2006-01-02" "2024-03-14"))', '$span', '($span.Abs)'],
    [
      'Abs',
      'Hours',
      'Microseconds',
      'Milliseconds',
      'Minutes',
      'Nanoseconds',
      'Round',
      'Seconds',
      'String',
      'Truncate',
    ],
  ],
  [
    ['$time.Location', '$time.UTC.Location', '$time.Month', '$time.Weekday', '$time.Local.Location'],
    ['String', 'Nope'],
  ],
  [
    [
      '(semver "1.2.3")',
      '(semver "v1.2.3-rc.1+b.5")',
      '(semver "1.2")',
      '((semver "1.2.3").IncMajor)',
      '((semver "v1.2.3-a").IncPatch)',
      '((semver "1.2.3").SetPrerelease "x.1")',
      '$version',
    ],
    [
      ...['Compare', 'Equal', 'GreaterThan', 'GreaterThanEqual', 'IncMajor', 'IncMinor', 'IncPatch', 'LessThan'],
      ...['LessThanEqual', 'Major', 'MarshalJSON', 'MarshalText', 'Metadata', 'Minor', 'Original', 'Patch'],
      ...['Prerelease', 'Scan', 'SetMetadata', 'SetPrerelease', 'String', 'UnmarshalJSON', 'UnmarshalText', 'Value'],
      ...['major', 'Nope'],
    ] as unknown as Choices,
  ],
  [
    ['.Values', '$.Values', '.Values.deep', '$bag', '.Values.AsMap'],
    ['AsMap', 'Encode', 'PathValue', 'Table', 'YAML'],
  ],
  [
    ['.Capabilities', '.Capabilities.Copy', '$.Capabilities'],
    ['Copy', 'KubeVersion', 'APIVersions', 'HelmVersion'],
  ],
  [['.Capabilities.APIVersions', '.Capabilities.Copy.APIVersions', '$set'], ['Has']],
  [
    ['.Capabilities.KubeVersion', '.Capabilities.Copy.KubeVersion', '$kube'],
    ['GitVersion', 'String', 'Version', 'Major', 'Minor', 'normalizedVersion'],
  ],
  [
    ['.Chart', '$.Chart', '$chart'],
    ['Validate', 'Name', 'Version', 'AppVersion', 'IsRoot', 'Metadata', 'Dependencies', 'Maintainers', 'Nope', 'name'],
  ],
  [
    ['(index .Chart.Maintainers 0)', '(first .Chart.Maintainers)', '(index .Chart.Dependencies 0)'],
    ['Validate', 'Name', 'Email', 'URL', 'Version', 'Nope'],
  ],
  [
    ['.Files', '(.Files.Glob "**")', '(.Files.Glob "nope")', '$files'],
    ['Get', 'GetBytes', 'Glob', 'Lines', 'AsConfig', 'AsSecrets', 'get', 'Nope'],
  ],
  [
    ['$list', '(regexMatch "a" "a")', '.Release', '.Template'],
    ['Cert', 'Name', 'BasePath', 'String'],
  ],
];

const ARGUMENTS: Choices = [
  '"2006-01-02 15:04"',
  '"x"',
  '"beta.1"',
  '"01"',
  '""',
  '"deep.a"',
  '"map"',
  '"v1"',
  '"files/a.txt"',
  '"files/*"',
  '1',
  '3600000000000',
  '-1',
  '0',
  'nil',
  'true',
  '1.5',
  '$time',
  '$span',
  '$version',
  '(semver "1.2.4-rc.1")',
  '$time.Location',
  '$time.UTC.Location',
  '(.Files.GetBytes "files/a.txt")',
  '($time.MarshalText)',
  '(list 1)',
  '.Values',
];

const USES: Choices = [
  '',
  '',
  '',
  '',
  ' | toJson',
  ' | toYaml',
  ' | typeOf',
  ' | kindOf',
  ' | printf "%v %T"',
  ' | quote',
];

const PREAMBLE = [
  '{{- $time := toDate "2006-01-02T15:04:05Z07:00" "2020-02-29T01:02:03+02:00" -}}',
  '{{- $span := $time.Sub (toDate "2006-01-02" "2020-02-28") -}}',
  '{{- $version := semver "v2.3.4-beta+5" -}}',
  '{{- $bag := .Values -}}{{- $set := .Capabilities.APIVersions -}}{{- $kube := .Capabilities.KubeVersion -}}',
  '{{- $chart := .Chart -}}{{- $files := .Files -}}{{- $list := list 1 2 -}}',
].join('');

/** How many arguments most methods take. */
const COUNTS: Readonly<Record<string, number>> = { AddDate: 3, AppendFormat: 2 };
const ONE =
  /^(?:Add|After|Append.*|Before|Compare|Equal|Format|In|Round|Sub|Truncate|Great.*|Less.*|Scan|Set.*|Unmarshal.*|PathValue|Table|Encode|Has|Get.*|Glob|Lines|GobDecode)$/;

/** A method of a value of Go, called with arguments that are mostly as many as it takes. */
export function generateMethodCall(random: SeededRandom): string {
  const [values, methods] = RECEIVERS[random.below(RECEIVERS.length)] ?? RECEIVERS[0] ?? [['.'], ['Nope']];
  const name = random.pick(methods);
  const usual = COUNTS[name] ?? (ONE.test(name) ? 1 : 0);
  const count = random.chance(0.9) ? usual : random.below(3);
  const args = Array.from({ length: count }, () => ` ${random.pick(ARGUMENTS)}`).join('');
  const value = random.pick(values);
  const after = random.chance(0.15) ? `|{{ ${value} }}` : '';
  return `${PREAMBLE}{{ ${value}.${name}${args}${random.pick(USES)} }}${after}`;
}
