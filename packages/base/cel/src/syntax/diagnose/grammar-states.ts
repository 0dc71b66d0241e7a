import type { TokenKind } from '../token.js';
import { type TokenSet, tokenSet } from './token-set.js';

/** What a place in the grammar is, which decides how an error there is repaired. */
export type StateRole = 'token' | 'rule' | 'choice' | 'loop' | 'again';

/** A place in the grammar. */
export interface GrammarState {
  readonly role: StateRole;
  /** What may come here, as far as the rule itself says. */
  readonly next: TokenSet;
  /** What may come behind the token or rule that is read here. */
  readonly after: TokenSet;
}

const LITERALS = ['-', 'true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES'] as const;

/** What begins a value without operators before it. */
export const PRIMARY_START: readonly TokenKind[] = ['[', '{', '(', '.', 'IDENTIFIER', ...LITERALS];

const RELATIONS = ['==', '!=', 'in', '<', '<=', '>=', '>'] as const;
const NAMES = ['IDENTIFIER', 'ESC_IDENTIFIER'] as const;

/** What begins an expression. */
export const EXPRESSION_START: readonly TokenKind[] = ['!', ...PRIMARY_START];

/** Names of sets in the table below; `end` stands for the end of the rule. */
const NAMED_SETS: Readonly<Record<string, readonly TokenKind[]>> = {
  expr: EXPRESSION_START,
  primary: PRIMARY_START,
  literal: LITERALS,
  rel: RELATIONS,
  calc: ['*', '/', '%', '+', '-'],
  factor: ['*', '/', '%'],
  term: ['+', '-'],
  name: NAMES,
  id: ['IDENTIFIER'],
};

/**
 * The places at which a reader of the grammar can be, by the numbers that ANTLR gave them: what is read there, what may
 * come, what may come behind it.
 */
const TABLE = `
34 rule expr | <EOF>
35 token <EOF> | end
37 rule expr | ? end
43 choice ? end |
38 token ? | expr
39 rule expr | :
40 token : | expr
41 rule expr | end
45 rule expr | || end
50 loop || end |
46 token || | expr
47 rule expr | || end
52 again || end |
53 rule expr | && end
58 loop && end |
54 token && | expr
55 rule expr | && end
60 again && end |
62 rule expr | rel end
69 loop rel end |
65 token rel | expr
66 rule expr | rel end
71 again rel end |
73 rule expr | calc end
83 loop calc end |
81 choice calc |
76 token factor | expr
77 rule expr | calc end
79 token term | expr
80 rule expr | calc end
85 again calc end |
99 choice expr |
86 rule primary | end
88 choice ! |
87 token ! | ! primary
90 again ! primary |
92 rule primary | end
94 choice - |
93 token - | primary
96 again primary |
98 rule primary | end
102 rule primary | . [ end
128 loop . [ end |
126 choice . [ |
105 token . | ? name
107 choice ? name |
106 token ? | name
109 rule name | . [ end
111 token . | id
112 token id | (
113 token ( | expr )
115 choice expr ) |
114 rule expr | )
117 token ) | . [ end
119 token [ | ? expr
121 choice ? expr |
120 token ? | expr
123 rule expr | ]
124 token ] | . [ end
130 again . [ end |
184 choice primary |
132 choice . id |
131 token . | id
134 token id | end
136 choice . id |
135 token . | id
138 token id | (
139 token ( | expr )
141 choice expr ) |
140 rule expr | )
143 token ) | end
144 token ( | expr
145 rule expr | )
146 token ) | end
148 token [ | ? expr , ]
150 choice ? expr , ] |
149 rule ? expr | , ]
153 choice , ] |
152 token , | ]
155 token ] | end
156 token { | ? expr , }
158 choice ? expr , } |
157 rule ? expr | , }
161 choice , } |
160 token , | }
163 token } | end
165 choice . id |
164 token . | id
167 token id | . {
172 loop . { |
168 token . | id
169 token id | . {
174 again . { |
175 token { | ? name , }
177 choice ? name , } |
176 rule ? name | , }
180 choice , } |
179 token , | }
182 token } | end
183 rule literal | end
186 rule expr | , end
191 loop , end |
187 token , | expr
188 rule expr | , end
193 again , end |
194 rule ? expr | , end
199 loop , end |
195 token , | ? expr
196 rule ? expr | , end
201 again , end |
202 rule ? name | :
203 token : | expr
204 rule expr | , end
212 loop , end |
205 token , | ? name
206 rule ? name | :
207 token : | expr
208 rule expr | , end
214 again , end |
216 choice ? name |
215 token ? | name
218 rule name | end
220 rule ? expr | :
221 token : | expr
222 rule expr | , end
230 loop , end |
223 token , | ? expr
224 rule ? expr | :
225 token : | expr
226 rule expr | , end
232 again , end |
235 choice name |
233 token id | end
234 token ESC_IDENTIFIER | end
238 choice ? expr |
237 token ? | expr
240 rule expr | end
256 choice literal |
243 choice - NUM_INT |
242 token - | NUM_INT
245 token NUM_INT | end
246 token NUM_UINT | end
248 choice - NUM_FLOAT |
247 token - | NUM_FLOAT
250 token NUM_FLOAT | end
251 token STRING | end
252 token BYTES | end
253 token true | end
254 token false | end
255 token null | end
`;

let states: ReadonlyMap<number, GrammarState> | undefined;

/** A place in the grammar by its number. */
export function grammarState(number: number): GrammarState {
  states ??= readTable();
  const state = states.get(number);
  if (state === undefined) throw new Error(`no such state: ${number}`);
  return state;
}

function readTable(): ReadonlyMap<number, GrammarState> {
  return new Map(
    TABLE.trim()
      .split('\n')
      .map((line) => {
        const [number, role, ...words] = line.split(' ');
        const bar = words.lastIndexOf('|');
        const next = readSet(words.slice(0, bar));
        return [Number(number), { role: role as StateRole, next, after: readSet(words.slice(bar + 1)) }] as const;
      }),
  );
}

function readSet(words: readonly string[]): TokenSet {
  const kinds = words.filter((word) => word !== 'end').flatMap((word) => NAMED_SETS[word] ?? [word as TokenKind]);
  return tokenSet(kinds, words.includes('end'));
}
