import type { NodeComments } from '../parse/comment-ledger.js';
import type { YamlNode } from '../parse/yaml-node.js';
import type { Emitter } from './emitter.js';

/** Comments on their way into the text. */
export class CommentWriter {
  #head = '';
  #line = '';
  #foot = '';
  #tail = '';
  #keyLine = '';

  constructor(readonly emitter: Emitter) {}

  /** Adds comments; empty ones leave what waits already. */
  add({ headComment, lineComment, footComment }: Readonly<NodeComments>): void {
    if (headComment !== '') this.#head = headComment;
    if (lineComment !== '') this.#line = lineComment;
    if (footComment !== '') this.#foot = footComment;
  }

  /** Adds the comments a node starts with; a collection has its others at its end. */
  addStart(node: YamlNode): void {
    const { headComment } = node;
    const collection = node.kind === 'sequence' || node.kind === 'mapping';
    this.add(collection ? { headComment, lineComment: '', footComment: '' } : node);
  }

  /** Adds the comment after an entry of a mapping, to be written before what follows. */
  addTail(tail: string): void {
    if (tail !== '') this.#tail = tail;
  }

  /** Whether a comment stands behind the node to be written. */
  hasTrailing(): boolean {
    return this.#line !== '' || this.hasTailOrFoot();
  }

  hasTailOrFoot(): boolean {
    return this.#head !== '' || this.#foot !== '' || this.#tail !== '';
  }

  writeHead(): void {
    if (this.#tail !== '') {
      this.emitter.writeIndent();
      this.#write(this.#tail);
      this.#tail = '';
      this.emitter.footIndent = Math.max(this.emitter.indent, 0);
    }
    if (this.#head === '') return;
    this.emitter.writeIndent();
    this.#write(this.#head);
    this.#head = '';
  }

  /** @returns whether there was one; it ends in a line break. */
  writeLine(): boolean {
    if (this.#line === '') return false;
    if (!this.emitter.whitespace) this.emitter.write(' ');
    this.#write(this.#line);
    this.#line = '';
    return true;
  }

  writeFoot(): void {
    if (this.#foot === '') return;
    this.emitter.writeIndent();
    this.#write(this.#foot);
    this.#foot = '';
    this.emitter.footIndent = Math.max(this.emitter.indent, 0);
  }

  writeLineAndFoot(): void {
    this.writeLine();
    this.writeFoot();
  }

  /** Keeps the line comment of a key until its value is known. */
  setKeyLineAside(): void {
    if (this.#line === '') return;
    this.#keyLine = this.#line;
    this.#line = '';
  }

  /** Writes the line comment of a key: behind a scalar value, or at once where an indented block follows. */
  writeKeyLine(value: YamlNode): void {
    if (this.#keyLine === '') return;
    if (value.kind === 'scalar') {
      if (this.#line !== '') return;
      this.#line = this.#keyLine;
      this.#keyLine = '';
    } else if (value.kind !== 'alias' && !(value.kind === 'sequence' && value.flow)) {
      const line = this.#line;
      this.#line = this.#keyLine;
      this.writeLine();
      this.#keyLine = '';
      this.#line = line;
    }
  }

  #write(comment: string): void {
    const { emitter } = this;
    for (const [index, line] of comment.split('\n').entries()) {
      if (index > 0) emitter.writeBreak();
      if (line === '') continue;
      if (index > 0) emitter.writeIndent();
      emitter.write(line.startsWith('#') ? line : `# ${line}`);
      emitter.indention = false;
    }
    if (!comment.endsWith('\n')) emitter.writeBreak();
    emitter.whitespace = true;
  }
}
