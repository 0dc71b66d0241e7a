import { describe, expect, it } from 'vitest';
import { renderText } from '../testing/render-text.js';
import { FunctionTable } from './function-table.js';
import { fixed } from './go-function.js';
import { sprigTable } from './sprig.js';

const data = { list: [3, 1, 2], words: ['b', 'a', 'b'], map: { a: 1, b: 'two' }, text: 'Hello World' };

describe('sprig', () => {
  const rows: readonly [topic: string, text: string, output: string][] = [
    [
      'strings',
      '{{ trim " a " }}|{{ upper "ab" }}|{{ title "ab cd" }}|{{ untitle "Ab" }}|{{ snakecase "FirstName" }}',
      'a|AB|Ab Cd|ab|first_name',
    ],
    [
      'strings',
      '{{ trunc 3 "abcdef" }}{{ trunc -2 "abcdef" }} {{ substr 1 3 "abcdef" }} {{ nospace "a b" }}',
      'abcef bc ab',
    ],
    [
      'strings',
      '{{ replace "a" "b" "banana" }} {{ contains "an" "banana" }} {{ hasPrefix "ba" "banana" }}',
      'bbnbnb true true',
    ],
    [
      'strings',
      '{{ "a\\nb" | indent 2 }}{{ "c" | nindent 1 }} {{ quote "x" 1 }} {{ squote "y" }}',
      '  a\n  b\n c "x" "1" \'y\'',
    ],
    [
      'strings',
      '{{ plural "one" "many" 2 }} {{ abbrev 5 "abcdefgh" }} {{ cat "a" 1 }} {{ repeat 3 "x" }}',
      'many ab... a 1 xxx',
    ],
    [
      'regexes',
      '{{ regexMatch "^a.c$" "abc" }} {{ regexReplaceAll "a(.)" "xaby" "$1!" }} {{ regexFind "[0-9]+" "a12b" }}',
      'true xb!y 12',
    ],
    ['regexes', '{{ regexSplit "," "a,b,c" -1 | join "-" }} {{ regexFindAll "a." "abac" -1 }}', 'a-b-c [ab ac]'],
    [
      'times',
      '{{ $t := toDate "2006-01-02" "2024-03-15" }}{{ $t.Location }} {{ $t.In $t.UTC.Location }} {{ $t.IsDST }} {{ printf "%s" $t.MarshalText }} {{ eq $t.Location $t.Location }}',
      'UTC 2024-03-15 00:00:00 +0000 UTC false 2024-03-15T00:00:00Z true',
    ],
    ['times', '{{ toJson ((toDate "2006" "2024").AddDate 9000 0 0) }}|', '|'],
    ['lists', '{{ $x := splitList "," "b,a" }}{{ sortAlpha $x }} {{ $x }}', '[a b] [a b]'],
    ['lists', '{{ deepCopy (list (semver "1.2.3")) }}', '[0.0.0]'],
    [
      'texts that are no UTF-8',
      '{{ js (b64dec "/2E=") | b64enc }} {{ upper (b64dec "/2E=") | b64enc }}',
      '/2E= 77+9QQ==',
    ],
    ['regexes', '{{ regexMatch (b64dec "/2E=") (b64dec "/2E=") }}', 'false'],
    ['mathematics', "{{ round 1.555 'x' }} {{ round 1234.5 -2 }}", '1.555 1200'],
    ['versions', '{{ printf "%s %s" (semver "1.2.3").MarshalJSON (semver "1.2.3").MarshalText }}', '"1.2.3" 1.2.3'],
    [
      'versions',
      '{{ $v := semver "1.2.3" }}{{ $v.Equal nil }} {{ $_ := $v.UnmarshalText (semver "v2.0").MarshalText }}{{ $v }} {{ $v.Scan 1 }}',
      'false 2.0.0 unsupported Scan type int',
    ],
    [
      'times',
      '{{ $t := toDate "2006-01-02" "2024-03-15" }}{{ $t.Truncate 86400000000000 }} {{ printf "%s" ($t.AppendFormat $t.MarshalText "|06") }}',
      '2024-03-15 00:00:00 +0000 UTC 2024-03-15T00:00:00Z|24',
    ],
    ['strings', '{{ wrap 3 "äb cd ef " | quote }} {{ wrapWith 2 "-" "éab c" | quote }}', '"äb\\ncd\\nef " "é-ab-c"'],
    ['mathematics', '{{ randInt 7 9223372036854775807 }}', '7'],
    ['lists', '{{ chunk -3 (list 1) }} {{ chunk -3 (list 1 2) }} {{ chunk 5 (list) }}', '[[1]] [] []'],
    [
      'mathematics',
      '{{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 3 }} {{ div 7 2 }} {{ mod 7 2 }} {{ max 1 5 3 }} {{ round 1.2345 2 }}',
      '6 3 6 3 1 5 1.23',
    ],
    [
      'mathematics',
      '{{ add1 1 }} {{ floor 1.9 }} {{ ceil 1.1 }} {{ until 3 }} {{ untilStep 0 6 2 }} {{ seq 1 3 }}',
      '2 1 2 [0 1 2] [0 2 4] 1 2 3',
    ],
    [
      'lists',
      '{{ first .list }} {{ last .list }} {{ rest .list }} {{ has 1.0 .list }}{{ has 1 .list }} {{ uniq .words }} {{ without .words "b" }}',
      '3 2 [1 2] truefalse [b a] [a]',
    ],
    [
      'lists',
      '{{ sortAlpha .words }} {{ reverse .words }} {{ concat .words (list 1) }} {{ chunk 2 .words }} {{ compact (list 0 1) }}',
      '[a b b] [b a b] [b a b 1] [[b a] [b]] [1]',
    ],
    [
      'maps',
      '{{ get .map "a" }} {{ hasKey .map "c" }} {{ keys .map | sortAlpha }} {{ pick .map "b" }} {{ omit .map "b" }} {{ dig "b" "x" .map }}',
      '1 false [a b] map[b:two] map[a:1] two',
    ],
    [
      'maps',
      '{{ merge (dict "a" 1) (dict "a" 2 "b" 3) }} {{ mergeOverwrite (dict "a" 1) (dict "a" 2) }} {{ set (dict) "k" 1 }}',
      'map[a:1 b:3] map[a:2] map[k:1]',
    ],
    [
      'defaults',
      '{{ default 1 "" }} {{ empty 0 }} {{ coalesce "" 0 "x" }} {{ ternary "a" "b" true }} {{ all 1 0 }} {{ any 1 0 }}',
      '1 true x a false true',
    ],
    [
      'types',
      '{{ kindOf 1 }} {{ typeOf 1.5 }} {{ kindIs "map" .map }} {{ int "7" }} {{ int64 1.9 }} {{ float64 "1.5" }} {{ toString 1 }}',
      'int float64 true 7 1 1.5 1',
    ],
    [
      'encodings',
      '{{ b64enc "hi" }} {{ b64dec "aGk=" }} {{ toJson .map }} {{ fromJson "[1]" | first }} {{ sha256sum "a" | trunc 8 }}',
      'aGk= hi {"a":1,"b":"two"} 1 ca978112',
    ],
    [
      'dates',
      '{{ now | date "2006-01-02" }} {{ dateModify "-1h" now | date "15:04" }} {{ duration "95" }} {{ toDate "2006-01-02" "2024-02-29" | unixEpoch }}',
      '2024-03-15 09:30 1m35s 1709164800',
    ],
    ['durations beyond the largest', '{{ duration (max 1 9223372036854775807) }}', '-1s'],
    ['versions', '{{ semverCompare ">=1.2 <2" "1.5.0" }} {{ (semver "1.2.3-a+b").Prerelease }}', 'true a'],
    [
      'paths and URLs',
      '{{ base "a/b.txt" }} {{ dir "a/b" }} {{ ext "a.txt" }} {{ clean "a/../b" }} {{ (urlParse "http://h/p?q=1").host }}',
      'b.txt a .txt b h',
    ],
  ];
  it.each(rows)('%s: %s', (_topic, text, output) => expect(renderText(text, { data })).toBe(output));

  it('shows a pattern as it was written, also where groups share a name', () => {
    const render = (): string => renderText('{{ mustRegexMatch "(?P<n>a)(?P<n>b)(c" "abc" }}');
    expect(render).toThrow('missing closing ): `(?P<n>a)(?P<n>b)(c`');
  });

  it('has no function that sees the environment of the process', () => {
    expect(sprigTable.has('env')).toBe(false);
    expect(sprigTable.has('expandenv')).toBe(false);
  });
});

describe('a table of functions', () => {
  const twice = [fixed('a', [], () => 1), fixed('a', [], () => 2)];
  it('refuses two functions of one name', () => {
    expect(() => new FunctionTable(twice)).toThrow('two template functions are named a');
  });

  it('replaces functions where that is meant', () => {
    const table = sprigTable.overriddenBy([fixed('upper', [], () => 'mine')]);
    expect(renderText('{{ upper }}', { functions: table })).toBe('mine');
    expect(sprigTable.without(['upper']).has('upper')).toBe(false);
  });
});
