import { numberOf, textOf } from '../language/literal.js';
import type { CommandNode, OperandNode, PipeNode, SourceText, VariableNode } from '../language/nodes.js';
import { OPERAND, PIPE } from './code.js';
import type { TemplateRecord } from './template-keeper.js';

/** Where the statement begins that a pipeline belongs to. */
export interface StatementPlace {
  readonly source: SourceText;
  readonly start: number;
}

const NO_VARIABLES: readonly VariableNode[] = [];

/** Reads pipelines of a record. */
export class PipeReader {
  private readonly code: Int32Array;
  private readonly strings: readonly string[];
  /** By the numbers of their strings. */
  private readonly paths: (readonly string[] | undefined)[] = [];
  /** Those that mean the same wherever they stand. */
  private readonly known = new Map<number, PipeNode>();
  /** Where the next number stands. */
  private at = 0;
  private place: StatementPlace | undefined;

  constructor({ index, code }: TemplateRecord) {
    this.code = code;
    this.strings = index.strings;
  }

  /** The pipeline whose code begins at `start`. */
  read(start: number, place: StatementPlace): PipeNode {
    const known = this.known.get(start);
    if (known !== undefined) return known;
    this.at = start;
    this.place = place;
    const pipe = this.pipe();
    if (pipe.shared !== undefined) this.known.set(start, pipe);
    return pipe;
  }

  private next(): number {
    return this.code[this.at++] as number;
  }

  private string(): string {
    return this.strings[this.next()] as string;
  }

  private pipe(): PipeNode {
    const pos = this.next();
    const flags = this.next();
    const variables = this.variables();
    const commands: CommandNode[] = [];
    for (let left = this.next(); left > 0; left--) commands.push(this.command());
    const shared = (flags & PIPE.isFree) === 0 ? undefined : {};
    return { kind: 'pipe', pos, isAssign: (flags & PIPE.assigns) !== 0, variables, commands, shared };
  }

  private variables(): readonly VariableNode[] {
    const count = this.next();
    if (count === 0) return NO_VARIABLES;
    const variables: VariableNode[] = [];
    for (let left = count; left > 0; left--) {
      variables.push({ kind: 'variable', pos: this.next(), path: [this.string()] });
    }
    return variables;
  }

  private command(): CommandNode {
    const pos = this.next();
    const args: OperandNode[] = [];
    for (let left = this.next(); left > 0; left--) args.push(this.operand());
    return { kind: 'command', pos, args };
  }

  private operand(): OperandNode {
    const kind = this.next();
    if (kind === OPERAND.pipe) return this.pipe();
    const pos = this.next();
    switch (kind) {
      case OPERAND.dot:
        return { kind: 'dot', pos };
      case OPERAND.nil:
        return { kind: 'nil', pos };
      case OPERAND.identifier:
        return { kind: 'identifier', pos, name: this.string() };
      case OPERAND.field:
        return { kind: 'field', pos, path: this.path() };
      case OPERAND.variable:
        return { kind: 'variable', pos, path: this.path() };
      case OPERAND.chain: {
        const path = this.path().slice();
        return { kind: 'chain', pos, node: this.operand(), path };
      }
      case OPERAND.number:
        return { kind: 'number', pos, ...numberOf(this.string()) };
      case OPERAND.string:
        return stringNode(pos, this.string());
      case OPERAND.longString:
        return this.longString(pos);
      default:
        return { kind: 'bool', pos, value: kind === OPERAND.true };
    }
  }

  private path(): readonly string[] {
    const number = this.next();
    const path = this.paths[number] ?? (this.strings[number] as string).split('.');
    this.paths[number] = path;
    return path;
  }

  private longString(pos: number): OperandNode {
    const { source, start } = this.place as StatementPlace;
    return stringNode(pos, source.text.slice(start + pos, start + pos + this.next()));
  }
}

function stringNode(pos: number, quoted: string): OperandNode {
  return { kind: 'string', pos, quoted, text: textOf(quoted) };
}
