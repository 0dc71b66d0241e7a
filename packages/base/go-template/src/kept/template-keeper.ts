import type { TemplateText } from '../compile/template-set.js';
import type { ListNode, OperandNode, PipeNode, StatementNode } from '../language/nodes.js';
import { NOTHING, OPERAND, PIPE, STATEMENT } from './code.js';
import { CodeWriter } from './code-writer.js';

/** Parsed texts in a compact form, for another process with the same build of the program. */
export interface TemplateRecord {
  /** Plain JSON. */
  readonly index: TemplateIndex;
  /** Lists of statements, and pipelines. */
  readonly code: Int32Array;
}

/** What the numbers of the code stand for. */
export interface TemplateIndex {
  /** The templates of each text: their names, each with the place of its list. */
  readonly texts: Readonly<Record<string, readonly (string | number)[]>>;
  readonly strings: readonly string[];
}

/** Longer strings are read from the source again. */
const MAX_STRING = 64;

/** Brings parsed texts into a form in which another process reads them in less time than it takes to parse them. */
export class TemplateKeeper {
  private readonly texts: (readonly [string, TemplateText])[] = [];
  private readonly strings = new Map<string, number>();
  /** Numbers of strings by paths, of which equal ones are nearly always the same list. */
  private readonly paths = new Map<readonly string[], number>();
  /** Places of pipelines that stand in many. */
  private readonly pipes = new Map<PipeNode, number>();
  private readonly code = new CodeWriter();

  /** Takes a text of the simple kind, by the name it was parsed under; others are left out. */
  add(name: string, text: TemplateText): void {
    if (text.isSimple) this.texts.push([name, text]);
  }

  /** To be asked once. */
  finish(): TemplateRecord {
    this.code.write(NOTHING);
    const texts = this.texts.map(([name, { templates }]) => {
      return [name, [...templates].flatMap(([key, { parsed }]) => [key, this.list(parsed.root)])] as const;
    });
    const index = { texts: Object.fromEntries(texts), strings: [...this.strings.keys()] };
    return { index, code: this.code.finish() };
  }

  /** Lists and pipelines within it are written before it. @returns where it begins */
  private list({ pos, nodes }: ListNode): number {
    const places: number[] = [];
    for (const node of nodes) this.writeParts(node, places);
    const start = this.code.length;
    this.code.write(pos, nodes.length);
    let next = 0;
    for (const node of nodes) next = this.writeStatement(node, places, next);
    return start;
  }

  /** Writes what a statement refers to. */
  private writeParts(node: StatementNode, places: number[]): void {
    if (!('pipe' in node)) return;
    places.push(node.pipe === undefined ? NOTHING : this.pipe(node.pipe));
    if (!('list' in node)) return;
    places.push(this.list(node.list), node.elseList === undefined ? NOTHING : this.list(node.elseList));
  }

  /** @returns where the places for the statement behind begin */
  private writeStatement(node: StatementNode, places: readonly number[], next: number): number {
    const { kind, pos } = node;
    const place = places[next] ?? NOTHING;
    switch (kind) {
      case 'text':
        this.code.write(STATEMENT.text, pos, pos + node.text.length);
        return next;
      case 'break':
      case 'continue':
        this.code.write(STATEMENT[kind], pos);
        return next;
      case 'action':
        this.code.write(STATEMENT.action, node.start, pos, place);
        return next + 1;
      case 'template':
        this.code.write(STATEMENT.template, node.start, pos, this.string(node.name), place);
        return next + 1;
      default:
        this.code.write(
          STATEMENT[kind],
          node.start,
          pos,
          place,
          places[next + 1] ?? NOTHING,
          places[next + 2] ?? NOTHING,
        );
        return next + 3;
    }
  }

  private pipe(pipe: PipeNode): number {
    const known = this.pipes.get(pipe);
    if (known !== undefined) return known;
    const start = this.code.length;
    const isFree = pipe.shared !== undefined;
    this.writePipe(pipe, isFree);
    if (isFree) this.pipes.set(pipe, start);
    return start;
  }

  private writePipe({ pos, isAssign, shared, variables, commands }: PipeNode, isFree: boolean): void {
    this.code.write(pos, (isAssign ? PIPE.assigns : 0) | (shared === undefined ? 0 : PIPE.isFree), variables.length);
    for (const variable of variables) this.code.write(variable.pos, this.string(variable.path[0] ?? ''));
    this.code.write(commands.length);
    for (const command of commands) {
      this.code.write(command.pos, command.args.length);
      for (const operand of command.args) this.writeOperand(operand, isFree);
    }
  }

  private writeOperand(node: OperandNode, isFree: boolean): void {
    const { kind, pos } = node;
    switch (kind) {
      case 'dot':
      case 'nil':
        return this.code.write(OPERAND[kind], pos);
      case 'bool':
        return this.code.write(node.value ? OPERAND.true : OPERAND.false, pos);
      case 'identifier':
        return this.code.write(OPERAND.identifier, pos, this.string(node.name));
      case 'field':
      case 'variable':
        return this.code.write(OPERAND[kind], pos, this.path(node.path));
      case 'chain':
        this.code.write(OPERAND.chain, pos, this.path(node.path));
        return this.writeOperand(node.node, isFree);
      case 'number':
        return this.code.write(OPERAND.number, pos, this.string(node.text));
      case 'string':
        // What stands in many places has no source of its own.
        if (isFree || node.quoted.length <= MAX_STRING) this.code.write(OPERAND.string, pos, this.string(node.quoted));
        else this.code.write(OPERAND.longString, pos, node.quoted.length);
        return;
      case 'pipe':
        this.code.write(OPERAND.pipe);
        return this.writePipe(node, isFree);
    }
  }

  private path(path: readonly string[]): number {
    const number = this.paths.get(path) ?? this.string(path.join('.'));
    this.paths.set(path, number);
    return number;
  }

  private string(text: string): number {
    const place = this.strings.get(text) ?? this.strings.size;
    this.strings.set(text, place);
    return place;
  }
}
