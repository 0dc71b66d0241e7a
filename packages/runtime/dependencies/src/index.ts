export { compileReadyExpression, type ReadyExpression } from './compile-ready-expression.js';
export { Dependencies, type DependenciesOptions, type DependencyWording } from './dependencies.js';
export { type Dependency, type Dependent, dependenciesOf } from './dependencies-of.js';
export { findDependencyCycle } from './find-dependency-cycle.js';
export { sortByDependencies } from './sort-by-dependencies.js';
export { WaitingDependents } from './waiting-dependents.js';
