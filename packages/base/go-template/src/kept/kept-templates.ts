import type { ListNode, ParsedTemplate, PipeNode, SourceText, StatementNode } from '../language/nodes.js';
import { NOTHING, STATEMENT } from './code.js';
import { PipeReader, type StatementPlace } from './pipe-reader.js';
import type { TemplateRecord } from './template-keeper.js';

/** A text that was parsed before. */
export interface KeptText {
  /** Its templates by their names, as parsing gives them. Their statements are read when somebody asks for them. */
  readonly templates: () => ReadonlyMap<string, ParsedTemplate>;
}

/** Texts that another process parsed. What a `TemplateKeeper` of the same build did not make has no meaning. */
export class KeptTemplates {
  private readonly record: TemplateRecord;
  private readonly statements: StatementReader;

  constructor(record: TemplateRecord) {
    this.record = record;
    this.statements = new StatementReader(record);
  }

  /** @param source the very text that was kept under the name */
  find(source: SourceText): KeptText | undefined {
    const { texts } = this.record.index;
    const { parseName } = source;
    const templates = Object.hasOwn(texts, parseName) ? texts[parseName] : undefined;
    return templates && { templates: () => this.read(templates, source) };
  }

  private read(templates: readonly (string | number)[], source: SourceText): ReadonlyMap<string, ParsedTemplate> {
    const parsed = new Map<string, ParsedTemplate>();
    for (let at = 0; at < templates.length; at += 2) {
      const name = templates[at] as string;
      const root = new KeptList(this.statements, { source, start: templates[at + 1] as number });
      parsed.set(name, { name, source, root });
    }
    return parsed;
  }
}

/** A list of statements that is read when somebody asks for them. It is asked once, when it is compiled, and keeps nothing. */
class KeptList implements ListNode {
  readonly kind = 'list';
  private readonly statements: StatementReader;
  private readonly place: StatementPlace;

  constructor(statements: StatementReader, place: StatementPlace) {
    this.statements = statements;
    this.place = place;
  }

  get pos(): number {
    return this.statements.code[this.place.start] as number;
  }

  get nodes(): StatementNode[] {
    return this.statements.list(this.place);
  }
}

const NO_SOURCE: SourceText = { parseName: '', text: '' };

/** Reads statements of a record; as the place of a pipeline, it is the one of the statement at hand. */
class StatementReader implements StatementPlace {
  readonly code: Int32Array;
  private readonly strings: readonly string[];
  private readonly pipes: PipeReader;
  source: SourceText = NO_SOURCE;
  start = 0;
  /** Where the next number stands. */
  private at = 0;

  constructor(record: TemplateRecord) {
    this.code = record.code;
    this.strings = record.index.strings;
    this.pipes = new PipeReader(record);
  }

  list({ source, start }: StatementPlace): StatementNode[] {
    const nodes: StatementNode[] = [];
    this.source = source;
    this.at = start + 1;
    for (let left = this.next(); left > 0; left--) nodes.push(this.statement());
    return nodes;
  }

  private next(): number {
    return this.code[this.at++] as number;
  }

  private statement(): StatementNode {
    const code = this.next();
    switch (code) {
      case STATEMENT.text:
        return this.text();
      case STATEMENT.action: {
        const start = this.next();
        return { kind: 'action', start, pos: this.next(), pipe: this.pipe(start) };
      }
      case STATEMENT.template:
        return this.templateCall();
      case STATEMENT.break:
        return { kind: 'break', pos: this.next() };
      case STATEMENT.continue:
        return { kind: 'continue', pos: this.next() };
      case STATEMENT.if:
        return this.branch('if');
      default:
        return this.branch(code === STATEMENT.with ? 'with' : 'range');
    }
  }

  private text(): StatementNode {
    const pos = this.next();
    return { kind: 'text', pos, text: this.source.text.slice(pos, this.next()) };
  }

  private branch(kind: 'if' | 'with' | 'range'): StatementNode {
    const start = this.next();
    const pos = this.next();
    const pipe = this.pipe(start);
    const list = this.laterList(this.next());
    const otherwise = this.next();
    return {
      kind,
      start,
      pos,
      pipe,
      list,
      elseList: otherwise === NOTHING ? undefined : this.laterList(otherwise),
    };
  }

  private templateCall(): StatementNode {
    const start = this.next();
    const pos = this.next();
    const name = this.strings[this.next()] as string;
    const hasPipe = this.code[this.at] !== NOTHING;
    if (!hasPipe) this.at++;
    return { kind: 'template', start, pos, name, pipe: hasPipe ? this.pipe(start) : undefined };
  }

  private laterList(start: number): ListNode {
    return new KeptList(this, { source: this.source, start });
  }

  private pipe(start: number): PipeNode {
    this.start = start;
    return this.pipes.read(this.next(), this);
  }
}
