import { GoError, LimitError } from '../functions/go-error.js';
import type { Call } from '../functions/go-function.js';
import type { TemplateTreeNode } from '../language/nodes.js';
import { quoteText } from '../text/quote.js';
import type { GoType } from '../value/go-type.js';
import type { GoValue } from '../value/go-value.js';
import type { CompiledTemplate } from './compiled-template.js';
import type { Run } from './run.js';
import type { TemplateSet } from './template-set.js';

/** Each is parsed and compiled inside of the one before, for which the stack has not much more room. */
const MAX_OPEN_TEXTS = 250;

/** One execution of one template: its variables and where it stands. It is also what functions called from it get to see. */
export class Frame implements Call {
  readonly run: Run;
  readonly templates: TemplateSet;
  readonly template: CompiledTemplate;
  readonly variables: GoValue[];
  /** The element type of each enclosing range, by slot, once there is one: errors name an interface where the container holds interfaces. */
  elementTypes: (GoType | undefined)[] | undefined;
  /** What was evaluated last of the statement at hand: where an error is reported. */
  node: TemplateTreeNode | undefined;
  /** What was evaluated last before the statement at hand. */
  private before: TemplateTreeNode;
  /** Where the offsets of `node` are counted from. */
  private start = 0;
  private startBefore = 0;

  constructor(
    caller: { readonly run: Run; readonly templates: TemplateSet },
    template: CompiledTemplate,
    dot: GoValue,
  ) {
    this.run = caller.run;
    this.templates = caller.templates;
    this.template = template;
    this.node = undefined;
    this.before = template.root;
    this.variables = [dot];
    this.elementTypes = undefined;
  }

  /** Begins a statement, whose nodes count their offsets from here. */
  begin(start: number): void {
    if (this.node !== undefined) {
      this.before = this.node;
      this.startBefore = this.start;
      this.node = undefined;
    }
    this.start = start;
  }

  /** The node evaluated last, and where its offset is counted from. */
  latest(): { readonly node: TemplateTreeNode; readonly start: number } {
    const { node, start } = this;
    return node === undefined ? { node: this.before, start: this.startBefore } : { node, start };
  }

  /** @throws GoError when there is no template of this name. */
  include(name: string, data: GoValue): string {
    const { templates } = this;
    const template = templates.lookup(name);
    if (template === undefined) {
      throw new GoError(
        `template: no template ${quoteText(name)} associated with template ${quoteText(templates.name)}`,
      );
    }
    return this.capture(templates, template, data);
  }

  /** @throws TemplateParseError */
  execute(text: string, data: GoValue): string {
    const { run } = this;
    if (run.openTexts++ > MAX_OPEN_TEXTS) {
      throw new LimitError(`templates given to tpl are nested more than ${MAX_OPEN_TEXTS} deep`);
    }
    const { templates, template } = this.templates.extend(text);
    const output = template === undefined ? '' : this.capture(templates, template, data);
    run.openTexts--;
    return output;
  }

  private capture(templates: TemplateSet, template: CompiledTemplate, data: GoValue): string {
    const { run } = this;
    const { output: outer } = run;
    const dot = data ?? undefined;
    run.output = '';
    run.frame = new Frame({ run, templates }, template, dot);
    template.execute(run.frame, dot);
    const { output } = run;
    run.output = outer;
    run.frame = this;
    return output;
  }
}
