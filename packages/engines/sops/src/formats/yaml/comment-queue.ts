import type { YamlNode } from '@gotk/yaml';
import type { SopsComment } from '../../tree/sops-tree.js';
import { printableText } from '../../tree/sops-tree.js';

/** Comments that wait for the node they belong to. */
export class CommentQueue {
  #head: string[] = [];
  #inline: string[] = [];

  add({ text, inline }: SopsComment): void {
    (inline ? this.#inline : this.#head).push(printableText(text));
  }

  /** Takes the comments that stand on lines of their own. */
  takeHead(): readonly string[] {
    const taken = this.#head;
    this.#head = [];
    return taken;
  }

  /** Takes the comments that stand behind a value. */
  takeInline(): readonly string[] {
    const taken = this.#inline;
    this.#inline = [];
    return taken;
  }

  takeAll(): readonly string[] {
    return [...this.takeHead(), ...this.takeInline()];
  }
}

/** The node with more comments above it. */
export function withHead<T extends YamlNode>(node: T, comments: readonly string[]): T {
  return comments.length === 0 ? node : { ...node, headComment: join(render(comments), node.headComment) };
}

/** The node with more comments behind it. */
export function withLine<T extends YamlNode>(node: T, comments: readonly string[]): T {
  return comments.length === 0 ? node : { ...node, lineComment: join(node.lineComment, render(comments)) };
}

/** The node with more comments below it. */
export function withFoot<T extends YamlNode>(node: T, comments: readonly string[]): T {
  return comments.length === 0 ? node : { ...node, footComment: join(node.footComment, render(comments)) };
}

function render(comments: readonly string[]): string {
  return `#${comments.join('\n#')}`;
}

function join(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}\n${second}`;
}
