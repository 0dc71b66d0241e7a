import type { TemplateText } from '../compile/template-set.js';
import type { ListNode, OperandNode, PipeNode, StatementNode } from '../language/nodes.js';
import { NOTHING, OPERAND, PIPE, STATEMENT } from './code.js';

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
  private readonly texts: [string, (string | number)[]][] = [];
  private readonly strings = new Map<string, number>();
  /** Places of pipelines by their code. */
  private readonly pipes = new Map<string, number>();
  private readonly code: number[] = [NOTHING];

  /** Takes a text of the simple kind, by the name it was parsed under; others are left out. */
  add(name: string, text: TemplateText): void {
    if (!text.isSimple) return;
    const templates = [...text.templates].flatMap(([key, { parsed }]) => [key, this.list(parsed.root)]);
    this.texts.push([name, templates]);
  }

  finish(): TemplateRecord {
    const index = { texts: Object.fromEntries(this.texts), strings: [...this.strings.keys()] };
    return { index, code: Int32Array.from(this.code) };
  }

  /** Lists and pipelines within it are written before it. @returns where it begins */
  private list({ pos, nodes }: ListNode): number {
    const statements = nodes.flatMap((node) => this.statement(node));
    return this.write([pos, nodes.length, ...statements]);
  }

  private write(numbers: readonly number[]): number {
    const start = this.code.length;
    for (const number of numbers) this.code.push(number);
    return start;
  }

  private statement(node: StatementNode): readonly number[] {
    const { kind, pos } = node;
    switch (kind) {
      case 'text':
        return [STATEMENT.text, pos, pos + node.text.length];
      case 'break':
      case 'continue':
        return [STATEMENT[kind], pos];
      case 'action':
        return [STATEMENT.action, node.start, pos, this.pipe(node.pipe)];
      case 'template':
        return [STATEMENT.template, node.start, pos, this.string(node.name), this.pipe(node.pipe)];
      default: {
        const otherwise = node.elseList === undefined ? NOTHING : this.list(node.elseList);
        return [STATEMENT[kind], node.start, pos, this.pipe(node.pipe), this.list(node.list), otherwise];
      }
    }
  }

  private pipe(pipe: PipeNode | undefined): number {
    if (pipe === undefined) return NOTHING;
    const numbers = this.pipeCode(pipe, pipe.shared !== undefined);
    const key = numbers.join();
    const place = this.pipes.get(key) ?? this.write(numbers);
    this.pipes.set(key, place);
    return place;
  }

  private pipeCode({ pos, isAssign, variables, commands }: PipeNode, isFree: boolean): number[] {
    const code = [pos, (isAssign ? PIPE.assigns : 0) | (isFree ? PIPE.isFree : 0), variables.length];
    for (const variable of variables) code.push(variable.pos, this.string(variable.path[0] ?? ''));
    code.push(commands.length);
    for (const command of commands) {
      code.push(command.pos, command.args.length, ...command.args.flatMap((operand) => this.operand(operand, isFree)));
    }
    return code;
  }

  private operand(node: OperandNode, isFree: boolean): number[] {
    const { kind, pos } = node;
    switch (kind) {
      case 'dot':
      case 'nil':
        return [OPERAND[kind], pos];
      case 'bool':
        return [node.value ? OPERAND.true : OPERAND.false, pos];
      case 'identifier':
        return [OPERAND.identifier, pos, this.string(node.name)];
      case 'field':
      case 'variable':
        return [OPERAND[kind], pos, this.string(node.path.join('.'))];
      case 'chain':
        return [OPERAND.chain, pos, this.string(node.path.join('.')), ...this.operand(node.node, isFree)];
      case 'number':
        return [OPERAND.number, pos, this.string(node.text)];
      case 'string':
        // What stands in many places has no source of its own.
        if (!isFree && node.quoted.length > MAX_STRING) return [OPERAND.longString, pos, node.quoted.length];
        return [OPERAND.string, pos, this.string(node.quoted)];
      case 'pipe':
        return [OPERAND.pipe, ...this.pipeCode(node, false)];
    }
  }

  private string(text: string): number {
    const place = this.strings.get(text) ?? this.strings.size;
    this.strings.set(text, place);
    return place;
  }
}
