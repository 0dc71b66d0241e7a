import type { FunctionTable } from '../functions/function-table.js';
import { isBlankTemplate } from '../language/blank-template.js';
import type { ParsedTemplate } from '../language/nodes.js';
import { parseTemplate } from '../language/parser.js';
import { compileTemplate } from './compile-template.js';
import type { CompiledTemplate } from './compiled-template.js';

const MAX_CACHED_TEXTS = 512;
const MAX_CACHED_TEXT_LENGTH = 64 * 1024;

/** A template that is compiled when it is first executed. */
class LazyTemplate {
  readonly parsed: ParsedTemplate;
  private readonly functions: FunctionTable;
  private compiled: CompiledTemplate | undefined;

  constructor(parsed: ParsedTemplate, functions: FunctionTable) {
    this.parsed = parsed;
    this.functions = functions;
  }

  get(): CompiledTemplate {
    this.compiled ??= compileTemplate(this.parsed, this.functions);
    return this.compiled;
  }
}

type TemplateTexts = ReadonlyMap<string, LazyTemplate>;

/**
 * Templates that can call one another by name. After the last `add` a set never changes, so any number of runs may share it;
 * what a run adds goes into an overlay.
 */
export class TemplateSet {
  /** The name of the whole set, which texts given to `tpl` go by. */
  readonly name: string;
  readonly functions: FunctionTable;
  private readonly templates = new Map<string, LazyTemplate>();
  private readonly base: TemplateSet | undefined;
  private readonly texts: Map<string, TemplateTexts>;

  constructor(name: string, functions: FunctionTable, base?: TemplateSet) {
    this.name = name;
    this.functions = functions;
    this.base = base;
    this.texts = base?.texts ?? new Map();
  }

  /** Parses a text and adds its templates; a later one replaces an earlier one of its name unless it is blank. @throws TemplateParseError */
  add(name: string, text: string): void {
    this.addAll(this.parse(name, text));
  }

  /** The template of this name. */
  lookup(name: string): CompiledTemplate | undefined {
    return this.find(name)?.get();
  }

  /** A copy to which a text is added under the set's own name, and that text's template. The text is parsed only once. @throws TemplateParseError */
  extend(text: string): { readonly templates: TemplateSet; readonly template: CompiledTemplate | undefined } {
    const parsed = this.texts.get(text) ?? this.remember(text, this.parse(this.name, text));
    const main = parsed.get(this.name);
    // A text without definitions adds nothing that anything could call.
    if (parsed.size === 1 && main !== undefined) return { templates: this, template: main.get() };
    const overlay = new TemplateSet(this.name, this.functions, this);
    overlay.addAll(parsed);
    return { templates: overlay, template: main?.get() };
  }

  private parse(name: string, text: string): TemplateTexts {
    const parsed = parseTemplate(name, text, (word) => this.functions.has(word));
    return new Map([...parsed].map(([key, tree]) => [key, new LazyTemplate(tree, this.functions)]));
  }

  private remember(text: string, parsed: TemplateTexts): TemplateTexts {
    if (text.length > MAX_CACHED_TEXT_LENGTH) return parsed;
    if (this.texts.size >= MAX_CACHED_TEXTS) this.texts.clear();
    this.texts.set(text, parsed);
    return parsed;
  }

  private addAll(parsed: TemplateTexts): void {
    for (const [name, template] of parsed) {
      if (this.find(name) === undefined || !isBlankTemplate(template.parsed.root)) this.templates.set(name, template);
    }
  }

  private find(name: string): LazyTemplate | undefined {
    return this.templates.get(name) ?? this.base?.find(name);
  }
}
