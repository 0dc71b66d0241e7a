import type { FunctionTable } from '../functions/function-table.js';
import type { KeptText } from '../kept/kept-templates.js';
import { isBlankTemplate } from '../language/blank-template.js';
import type { ParsedTemplate } from '../language/nodes.js';
import { parseTemplate } from '../language/parser.js';
import { parseQuickly } from '../language/quick-parser.js';
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

  forget(): void {
    this.compiled = undefined;
  }
}

/** The templates of one text: the text itself and those it defines. It depends on no run and can stand in any number of sets. */
export class TemplateText {
  /** @internal */
  readonly templates: ReadonlyMap<string, LazyTemplate>;

  /** Whether the text is of the simple kind, as nearly all are: those can be kept. */
  readonly isSimple: boolean;

  /**
   * Parses a text under a name.
   *
   * @param text or what was kept of it, from parsing it with these functions.
   * @throws TemplateParseError
   */
  constructor(name: string, text: string | KeptText, functions: FunctionTable) {
    const simple = typeof text === 'string' ? parseQuickly(name, text, functions) : text.templates();
    const parsed = simple ?? parseTemplate(name, text as string, (word) => functions.has(word));
    this.isSimple = simple !== undefined;
    this.templates = new Map([...parsed].map(([key, tree]) => [key, new LazyTemplate(tree, functions)]));
  }
}

/** Texts given to `tpl`, by the table of functions they were parsed with; the key of each is its text, then the set's name. */
const parsedTexts = new WeakMap<FunctionTable, Map<string, Map<string, TemplateText>>>();

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

  constructor(name: string, functions: FunctionTable, base?: TemplateSet) {
    this.name = name;
    this.functions = functions;
    this.base = base;
  }

  /** Adds the templates of a text; a later one replaces an earlier one of its name unless it is blank. */
  add({ templates }: TemplateText): void {
    for (const [name, template] of templates) {
      if (this.find(name) === undefined || !isBlankTemplate(template.parsed.root)) this.templates.set(name, template);
    }
  }

  /** The template of this name. */
  lookup(name: string): CompiledTemplate | undefined {
    return this.find(name)?.get();
  }

  /** Lets go of what a template was compiled to. Should it be executed again, it is compiled again. */
  forget(name: string): void {
    this.templates.get(name)?.forget();
  }

  /** A copy to which a text is added under the set's own name, and that text's template. @throws TemplateParseError */
  extend(text: string): { readonly templates: TemplateSet; readonly template: CompiledTemplate | undefined } {
    const parsed = parseOnce(this.name, text, this.functions);
    const template = parsed.templates.get(this.name)?.get();
    // A text without definitions adds nothing that anything could call.
    if (parsed.templates.size === 1) return { templates: this, template };
    const overlay = new TemplateSet(this.name, this.functions, this);
    overlay.add(parsed);
    return { templates: overlay, template };
  }

  private find(name: string): LazyTemplate | undefined {
    return this.templates.get(name) ?? this.base?.find(name);
  }
}

function parseOnce(name: string, text: string, functions: FunctionTable): TemplateText {
  const cache = parsedTexts.get(functions) ?? new Map<string, Map<string, TemplateText>>();
  parsedTexts.set(functions, cache);
  const known = cache.get(text)?.get(name);
  if (known !== undefined) return known;
  const parsed = new TemplateText(name, text, functions);
  if (text.length > MAX_CACHED_TEXT_LENGTH) return parsed;
  if (cache.size >= MAX_CACHED_TEXTS) cache.clear();
  const names = cache.get(text) ?? new Map<string, TemplateText>();
  cache.set(text, names.set(name, parsed));
  return parsed;
}
