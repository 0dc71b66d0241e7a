import { parseGoRequestUri } from '@gotk/go-url';
import {
  checkLabelValue,
  checkQualifiedName,
  nameIsDns1035Label,
  nameIsDnsLabel,
  nameIsDnsSubdomain,
} from '@gotk/name-rules';
import type { Library } from '../../environment/environment.js';
import { globalOverload, memberOverload } from '../../environment/function-declaration.js';
import { listType, optionalType, STRING, structType } from '../../types/cel-type.js';
import { noSuchOverload } from '../../values/cel-error.js';
import { ArrayList } from '../../values/cel-list.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import { CelOptional } from '../../values/cel-optional.js';
import type { CelValue } from '../../values/value.js';
import { isBase64, isDate, isDateTime, isUuid } from './text-formats.js';

const FORMAT = structType('kubernetes.NamedFormat');

/** What is wrong with a text; nothing where it is fine. */
type Check = (text: string) => readonly string[];

/** A rule for texts. */
export class CelFormat extends CelOpaque {
  readonly type = FORMAT;

  constructor(
    readonly name: string,
    readonly check: Check,
    /** How long the regular expression of the rule is, for its cost. */
    readonly regexSize: number,
  ) {
    super();
  }

  override get goType(): string {
    return 'cel.Format';
  }

  override get identity(): undefined {
    return undefined;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelFormat)) throw noSuchOverload();
    return this.name === other.name;
  }
}

const FORMATS: Readonly<Record<string, CelFormat>> = {
  dns1123Label: new CelFormat('DNS1123Label', (text) => nameIsDnsLabel(text, false), 30),
  dns1123Subdomain: new CelFormat('DNS1123Subdomain', (text) => nameIsDnsSubdomain(text, false), 60),
  dns1035Label: new CelFormat('DNS1035Label', (text) => nameIsDns1035Label(text, false), 30),
  qualifiedName: new CelFormat('QualifiedName', checkQualifiedName, 60),
  dns1123LabelPrefix: new CelFormat('DNS1123LabelPrefix', (text) => nameIsDnsLabel(text, true), 30),
  dns1123SubdomainPrefix: new CelFormat('DNS1123SubdomainPrefix', (text) => nameIsDnsSubdomain(text, true), 60),
  dns1035LabelPrefix: new CelFormat('DNS1035LabelPrefix', (text) => nameIsDns1035Label(text, true), 30),
  labelValue: new CelFormat('LabelValue', checkLabelValue, 40),
  uri: new CelFormat('URI', checkUri, 1103),
  uuid: new CelFormat('uuid', must(isUuid, 'does not match the UUID format'), 70),
  byte: new CelFormat('byte', must(isBase64, 'invalid base64'), 84),
  date: new CelFormat('date', must(isDate, 'invalid date'), 71),
  datetime: new CelFormat('datetime', must(isDateTime, 'invalid datetime'), 71),
};

/** Kubernetes' rules for texts by their names. */
export const FORMAT_LIBRARY: Library = {
  functions: [
    {
      name: 'format.named',
      overloads: [globalOverload('format-named', [STRING], optionalType(FORMAT), { unary: findFormat })],
    },
    {
      name: 'validate',
      overloads: [
        memberOverload('format-validate', [FORMAT, STRING], optionalType(listType(STRING)), { binary: validate }),
      ],
    },
    ...Object.entries(FORMATS).map(([name, format]) => ({
      name: `format.${name}`,
      overloads: [globalOverload(`format.${name}`, [], FORMAT, { variadic: () => format })],
    })),
  ],
};

function must(holds: (text: string) => boolean, message: string): Check {
  return (text) => (holds(text) ? [] : [message]);
}

function checkUri(text: string): readonly string[] {
  try {
    parseGoRequestUri(text);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function findFormat(name: CelValue): CelOptional {
  const format = Object.hasOwn(FORMATS, name as string) ? FORMATS[name as string] : undefined;
  return format === undefined ? CelOptional.none : CelOptional.of(format);
}

function validate(format: CelValue, text: CelValue): CelOptional {
  const errors = (format as CelFormat).check(text as string);
  return errors.length === 0 ? CelOptional.none : CelOptional.of(new ArrayList(errors));
}
