import type ts from 'typescript';
import { findNodes } from './program-nodes.ts';
import type { TypeName, TypeOracle } from './type-oracle.ts';

const oracles = new WeakMap<object, TypeOracle>();

/** The type checker behind typescript-eslint's parser services; `undefined` when they have none. */
export function fromParserServices(parserServices: unknown): TypeOracle | undefined {
  const program = programBehind(parserServices);
  if (program === undefined) return undefined;
  const known = oracles.get(program) ?? createProgramOracle(program);
  oracles.set(program, known);
  return known;
}

/** The program behind typescript-eslint's parser services, where files are linted with types. */
export function programBehind(parserServices: unknown): ts.Program | undefined {
  if (typeof parserServices !== 'object' || parserServices === null) return undefined;
  // typescript-eslint documents it: a program with typed linting, otherwise null or nothing.
  const { program } = parserServices as { readonly program?: ts.Program | null };
  return program ?? undefined;
}

/**
 * Answers from a program of any TypeScript from 5.0 to 6.
 *
 * Only methods of the program, its checker, nodes and types are called, so the copy of TypeScript
 * that made it need not be at hand, and numbers of two copies cannot mix.
 */
export function createProgramOracle(program: ts.Program): TypeOracle {
  const checker = program.getTypeChecker();

  function typesOf(file: string, ranges: Parameters<TypeOracle['typesAt']>[1]) {
    const source = program.getSourceFile(file);
    const nodes = source === undefined ? [] : findNodes(source, ranges);
    return ranges.map((_, index) => {
      const node = nodes[index];
      return node && checker.getTypeAtLocation(node);
    });
  }

  return {
    typesAt: (file, ranges) =>
      typesOf(file, ranges).map(type => (type ? namesOf(checker, type, false) : [])),
    areNever: (file, calls) =>
      typesOf(file, calls).map(type => type !== undefined && spell(checker, type) === 'never'),
    literalsAt: (file, ranges) =>
      typesOf(file, ranges).map(type => type && literalsOf(checker, type)),
  };
}

function namesOf(checker: ts.TypeChecker, type: ts.Type, promise: boolean): readonly TypeName[] {
  if (type.isUnionOrIntersection()) {
    // Parts of parts are parts: what an intersection was made of only its alias tells.
    const alias = type.isIntersection() ? declaredNames(type.aliasSymbol, promise) : [];
    return [...alias, ...type.types.flatMap(one => namesOf(checker, one, promise))];
  }
  if (type.isTypeParameter()) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint && constraint !== type ? namesOf(checker, constraint, promise) : [];
  }
  const symbol = symbolOf(type);
  if (symbol === undefined) return [];
  const name = symbol.getName();
  if (/^(Promise|PromiseLike|Bluebird)$/.test(name)) {
    const [of] = argumentsOf(checker, type);
    if (of !== undefined) return namesOf(checker, of, true);
  }
  return declaredNames(symbol, promise);
}

function declaredNames(symbol: ts.Symbol | undefined, promise: boolean): readonly TypeName[] {
  // Other files may add to an interface; the driver's own is one of them.
  const files = new Set(symbol?.declarations?.map(one => one.getSourceFile().fileName));
  return [...files].map(declaredIn => ({ name: symbol?.getName() ?? '', declaredIn, promise }));
}

/** The declared symbol; an alias counts only where the type itself has no name. */
function symbolOf(type: ts.Type): ts.Symbol | undefined {
  const symbol = type.getSymbol();
  return symbol === undefined || symbol.getName().startsWith('__') ? type.aliasSymbol : symbol;
}

function argumentsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  // Every instantiated generic is a reference; others have no target.
  return 'target' in type ? checker.getTypeArguments(type as ts.TypeReference) : [];
}

function literalsOf(checker: ts.TypeChecker, type: ts.Type): readonly string[] | undefined {
  const constraint = type.isTypeParameter() ? checker.getBaseConstraintOfType(type) : type;
  if (constraint === undefined) return undefined;
  const literals: string[] = [];
  for (const one of constraint.isUnion() ? constraint.types : [constraint]) {
    const text =
      one.isStringLiteral() || one.isNumberLiteral() ? String(one.value) : spell(checker, one);
    const isLiteral = one.isLiteral() || /^(true|false|null|undefined)$/.test(text);
    if (!isLiteral) return undefined;
    literals.push(text);
  }
  return literals;
}

function spell(checker: ts.TypeChecker, type: ts.Type): string {
  return checker.typeToString(type);
}
