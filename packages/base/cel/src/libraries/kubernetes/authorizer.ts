import type { Library } from '../../environment/environment.js';
import { type FunctionDeclaration, memberOverload, type Overload } from '../../environment/function-declaration.js';
import { BOOL, type CelType, STRING, structType } from '../../types/cel-type.js';
import { noSuchOverload } from '../../values/cel-error.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import type { CelValue } from '../../values/value.js';

/** What somebody may or may not do: something with a resource, or with a path where that is given. */
export interface AskedAccess {
  /** The service account who asks; undefined: the user of the request. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string } | undefined;
  readonly verb: string;
  readonly path: string | undefined;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Whether somebody may do something. */
export interface AccessAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  readonly error: string | undefined;
}

/** Answers whether somebody may do something. */
export type AskAccess = (asked: AskedAccess) => AccessAnswer;

const PREFIX = 'kubernetes.authorization';
/** The type of `authorizer`. */
export const AUTHORIZER = structType(`${PREFIX}.Authorizer`);
const PATH_CHECK = structType(`${PREFIX}.PathCheck`);
const GROUP_CHECK = structType(`${PREFIX}.GroupCheck`);
/** The type of `authorizer.requestResource`. */
export const RESOURCE_CHECK = structType(`${PREFIX}.ResourceCheck`);
const DECISION = structType(`${PREFIX}.Decision`);

const NOTHING: AskedAccess = {
  serviceAccount: undefined,
  verb: '',
  path: undefined,
  group: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
};

/** A question under way. */
export class CelAccess extends CelOpaque {
  constructor(
    readonly type: CelType,
    readonly ask: AskAccess,
    readonly asked: AskedAccess,
  ) {
    super();
  }

  /** Who can ask anything. */
  static authorizer(ask: AskAccess): CelAccess {
    return new CelAccess(AUTHORIZER, ask, NOTHING);
  }

  /** A question about one resource. */
  static resource(ask: AskAccess, resource: Partial<AskedAccess>): CelAccess {
    return new CelAccess(RESOURCE_CHECK, ask, { ...NOTHING, ...resource });
  }

  narrow(type: CelType, more: Partial<AskedAccess>): CelAccess {
    return new CelAccess(type, this.ask, { ...this.asked, ...more });
  }

  equals(other: CelValue): boolean {
    return other === this;
  }
}

class CelDecision extends CelOpaque {
  readonly type = DECISION;

  constructor(readonly answer: AccessAnswer) {
    super();
  }

  equals(other: CelValue): boolean {
    return other === this;
  }
}

/** Questions about what the user of a request, or a service account, may do. */
export const AUTHORIZER_LIBRARY: Library = {
  functions: [
    narrowing('path', 'authorizer_path', [AUTHORIZER, PATH_CHECK], (path) => ({ path })),
    narrowing('group', 'authorizer_group', [AUTHORIZER, GROUP_CHECK], (group) => ({ group })),
    declare('serviceAccount', [
      memberOverload('authorizer_serviceaccount', [AUTHORIZER, STRING, STRING], AUTHORIZER, {
        variadic: ([access, namespace, name]) =>
          of(access).narrow(AUTHORIZER, { serviceAccount: { namespace: String(namespace), name: String(name) } }),
      }),
    ]),
    narrowing('resource', 'groupcheck_resource', [GROUP_CHECK, RESOURCE_CHECK], (resource) => ({ resource })),
    about('subresource', 'resourcecheck_subresource', (subresource) => ({ subresource })),
    about('namespace', 'resourcecheck_namespace', (namespace) => ({ namespace })),
    about('name', 'resourcecheck_name', (name) => ({ name })),
    // No rule of RBAC looks at selectors.
    about('fieldSelector', 'authorizer_fieldselector', () => ({})),
    about('labelSelector', 'authorizer_labelselector', () => ({})),
    declare('check', [
      memberOverload('pathcheck_check', [PATH_CHECK, STRING], DECISION, { binary: check }),
      memberOverload('resourcecheck_check', [RESOURCE_CHECK, STRING], DECISION, { binary: check }),
    ]),
    telling('errored', BOOL, ({ error }) => error !== undefined),
    telling('error', STRING, ({ error }) => error ?? ''),
    telling('allowed', BOOL, ({ allowed }) => allowed),
    telling('reason', STRING, ({ reason }) => reason),
  ],
};

function declare(name: string, overloads: readonly Overload[]): FunctionDeclaration {
  return { name, overloads };
}

function of(value: CelValue | undefined): CelAccess {
  if (!(value instanceof CelAccess)) throw noSuchOverload();
  return value;
}

function narrowing(
  name: string,
  id: string,
  [from, to]: readonly [CelType, CelType],
  read: (text: string) => Partial<AskedAccess>,
): FunctionDeclaration {
  const binary = (access: CelValue, text: CelValue) => of(access).narrow(to, read(String(text)));
  return declare(name, [memberOverload(id, [from, STRING], to, { binary })]);
}

function about(name: string, id: string, read: (text: string) => Partial<AskedAccess>): FunctionDeclaration {
  return narrowing(name, id, [RESOURCE_CHECK, RESOURCE_CHECK], read);
}

function check(access: CelValue, verb: CelValue): CelDecision {
  const { ask, asked } = of(access);
  return new CelDecision(ask({ ...asked, verb: String(verb) }));
}

function telling(name: string, result: CelType, tell: (answer: AccessAnswer) => CelValue): FunctionDeclaration {
  const unary = (decision: CelValue) => {
    if (!(decision instanceof CelDecision)) throw noSuchOverload();
    return tell(decision.answer);
  };
  return declare(name, [memberOverload(`decision_${name}`, [DECISION], result, { unary })]);
}
