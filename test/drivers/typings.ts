import { resolve } from 'node:path';
import ts from 'typescript';
import type { Driver } from '../../src/drivers/driver.ts';
import { isDeclaredBy } from '../../src/drivers/typings.ts';

/** A program over a file that imports every module, and what that file is. */
export interface Typings {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly source: ts.SourceFile;
}

/** Compiles `text` as a file of `folder`, against the packages installed there. */
export function compile(text: string, folder: string): Typings {
  const file = resolve(folder, 'drivers.virtual.mts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    experimentalDecorators: true,
    esModuleInterop: true,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  const isVirtual = (name: string) => resolve(name) === file;
  host.fileExists = name => isVirtual(name) || fileExists.call(host, name);
  host.readFile = name => (isVirtual(name) ? text : readFile.call(host, name));
  host.getSourceFile = (name, language) =>
    isVirtual(name)
      ? ts.createSourceFile(name, text, language)
      : getSourceFile.call(host, name, language);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} is not in its own program.`);
  return { program, checker: program.getTypeChecker(), source };
}

/** The types of a name that a driver's typings declare, wherever they stand in them. */
export function declaredTypes(typings: Typings, driver: Driver, name: string): readonly ts.Type[] {
  const { program, checker } = typings;
  const found = new Set<ts.Type>();
  const visit = (node: ts.Node): void => {
    if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) return ts.forEachChild(node, visit);
    const isType =
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node);
    if (!isType || node.name?.text !== name) return;
    const symbol = checker.getSymbolAtLocation(node.name);
    if (symbol !== undefined) found.add(checker.getDeclaredTypeOfSymbol(symbol));
  };
  for (const file of program.getSourceFiles()) {
    if (isDeclaredBy(driver, file.fileName)) ts.forEachChild(file, visit);
  }
  return [...found];
}

/** Whether a type has a member; `()` is a call signature. */
export function hasMember(checker: ts.TypeChecker, type: ts.Type, name: string): boolean {
  if (name === '*') return true;
  if (name === '()') return type.getCallSignatures().length > 0;
  if (checker.getPropertyOfType(type, name) !== undefined) return true;
  return staticMember(type, name) !== undefined;
}

/** A static member of the class that a type is the instance of: `Model.findOne`. */
function staticMember(type: ts.Type, name: string): ts.Symbol | undefined {
  for (const [key, symbol] of type.symbol?.exports ?? []) if (key === name) return symbol;
  return undefined;
}

/** Whether a type says that it is disposable. */
export function isDisposable(type: ts.Type, kind: 'async' | 'sync'): boolean {
  const symbol = kind === 'async' ? '__@asyncDispose' : '__@dispose';
  return type.getProperties().some(({ escapedName }) => String(escapedName).startsWith(symbol));
}

/** What a member gives: its own type, or what any of its signatures returns; at once or in a promise. */
export function resultsOf(
  { checker, source }: Typings,
  type: ts.Type,
  name: string,
  how: 'value' | 'promise' | 'either',
): readonly ts.Type[] {
  const member = name === '()' ? undefined : checker.getPropertyOfType(type, name);
  const any = name === '*' ? checker.getIndexInfosOfType(type)[0]?.type : undefined;
  const own = member ? checker.getTypeOfSymbolAtLocation(member, source) : (any ?? type);
  const value = checker.getNonNullableType(own);
  const returned = value.getCallSignatures().map(signature => signature.getReturnType());
  const direct = [...(name === '()' ? [] : [value]), ...returned];
  const awaited = direct.flatMap(each => awaitedType(checker, each) ?? []);
  return how === 'value' ? direct : how === 'promise' ? awaited : [...direct, ...awaited];
}

/** What a promise is of; `undefined` for anything that is no promise. */
export function awaitedType(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const awaited = checker.getAwaitedType(type);
  return isAny(type) || awaited !== type ? awaited : undefined;
}

/** The parameters of every function that a member takes, one list for each. */
export function callbacksOf(
  { checker, source }: Typings,
  type: ts.Type,
  name: string,
): readonly (readonly ts.Type[])[] {
  const typeOf = (symbol: ts.Symbol) => checker.getTypeOfSymbolAtLocation(symbol, source);
  const member = checker.getPropertyOfType(type, name);
  const called = name === '()' ? type : member && typeOf(member);
  return partsOf(called)
    .flatMap(part => part.getCallSignatures())
    .flatMap(({ parameters }) => parameters)
    .flatMap(parameter => partsOf(checker.getNonNullableType(typeOf(parameter))))
    .flatMap(parameter => parameter.getCallSignatures())
    .flatMap(({ parameters }) => {
      const types = parameters.map(typeOf);
      // `(...args: [Error] | [null, Connection]) => void`
      const rest =
        types.length === 1 ? partsOf(types[0]).filter(part => checker.isTupleType(part)) : [];
      return rest.length > 0
        ? rest.map(part => checker.getTypeArguments(part as ts.TypeReference))
        : [types];
    });
}

function partsOf(type: ts.Type | undefined): readonly ts.Type[] {
  if (type === undefined) return [];
  return type.isUnion() ? type.types : [type];
}

/** The declared names of a type, its alias, its constraint and the parts of a union or intersection. */
export function namesOf(type: ts.Type): readonly string[] {
  const parts = type.isUnionOrIntersection() ? type.types : [type.getConstraint()];
  const inner = parts.flatMap(part => (part === undefined || part === type ? [] : namesOf(part)));
  const symbol = type.getSymbol();
  // `export default interface Pool` names its symbol `default`.
  const declared = symbol?.declarations?.map(ts.getNameOfDeclaration) ?? [];
  const names = declared.flatMap(name => (name && ts.isIdentifier(name) ? [name.text] : []));
  return [...names, ...(type.aliasSymbol ? [type.aliasSymbol.name] : []), ...inner];
}

/** Whether a type says nothing. */
export function isAny(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}
