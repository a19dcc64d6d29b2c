import type { Node, SourceFile } from '../source/source-file.ts';
import { parentOf } from '../source/walk.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { importedShape } from './modules.ts';
import { promised } from './shapes.ts';
import type { Shape } from './shape.ts';
import { typeMember, variableType } from './type-names.ts';

/** What is looked up in the comment above a declaration. */
export type JsDocTag =
  { readonly tag: 'type' | 'returns' } | { readonly tag: 'param'; readonly name: string };

/** What a JSDoc comment above a declaration says of it; only JavaScript files are read. */
export function jsDocShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node,
  wanted: JsDocTag,
): Shape | undefined {
  if (!/\.[cm]?jsx?$/.test(file.path) || !file.text.includes('/**')) return undefined;
  const comment = commentAbove(file, node);
  const type = comment && typeIn(comment, wanted);
  return type ? namedShape(evaluation, file, type.trim()) : undefined;
}

/** The doc comment that ends right above a declaration, or above a statement that begins with it. */
export function commentAbove(file: SourceFile, node: Node): string | undefined {
  for (let current: Node | undefined = node; current; current = parentOf(current)) {
    if (
      !/^(Variable|Method|Property|Export|Assignment|Expression|Function|Arrow|TS)/.test(
        current.type,
      )
    )
      break;
    const before = file.text.slice(0, current.range[0]).trimEnd();
    if (before.endsWith('*/')) return before.slice(Math.max(0, before.lastIndexOf('/**')));
  }
  return undefined;
}

function typeIn(comment: string, wanted: JsDocTag): string | undefined {
  if (wanted.tag !== 'param')
    return new RegExp(`@${wanted.tag}\\s*\\{([^}]+)\\}`).exec(comment)?.[1];
  for (const [, type, name] of comment.matchAll(/@param\s*\{([^}]+)\}\s*\[?([\w$]+)/g)) {
    if (name === wanted.name) return type;
  }
  return undefined;
}

/** Reads the few forms of types that name one imported thing. */
function namedShape(evaluation: Evaluation, file: SourceFile, text: string): Shape | undefined {
  const type = text.replace(/^[!?]|\s*\|\s*(null|undefined)\b/g, '').trim();
  const inPromise = /^Promise<(.+)>$/.exec(type)?.[1];
  if (inPromise !== undefined) return promised(namedShape(evaluation, file, inPromise));
  const [, specifier, path = ''] = /^import\(['"](.+?)['"]\)\.?([\w$.]*)$/.exec(type) ?? [];
  if (specifier !== undefined) {
    const module = importedShape(evaluation, file, { specifier, name: '*' });
    return module && dottedType(evaluation, module, path.split('.'));
  }
  return /^[\w$.]+$/.test(type) ? shapeNamed(evaluation, file, type.split('.')) : undefined;
}

function shapeNamed(
  evaluation: Evaluation,
  file: SourceFile,
  [name = '', ...rest]: readonly string[],
): Shape | undefined {
  const variable = file.topLevel(name);
  if (variable === undefined) {
    const alias = new RegExp(`@typedef\\s*\\{([^}]+)\\}\\s*${name.replaceAll('$', '\\$')}\\b`);
    const type = alias.exec(file.text)?.[1];
    // Typedefs of one another would never end.
    return type && /\bimport\b/.test(type) ? namedShape(evaluation, file, type.trim()) : undefined;
  }
  if (rest.length === 0)
    return variableType(evaluation, file, variable) ?? requiredType(evaluation, file, name);
  const module = evaluation.shape(file, variable.defs[0]?.name);
  return module && dottedType(evaluation, module, rest);
}

/** `const { Pool } = require('pg')` makes a type name too. */
function requiredType(evaluation: Evaluation, file: SourceFile, name: string): Shape | undefined {
  const value = evaluation.shape(file, file.topLevel(name)?.defs[0]?.name);
  if (value?.kind !== 'driver-export') return undefined;
  return evaluation.index.typeOf(value.specifier, value.path);
}

function dottedType(
  evaluation: Evaluation,
  module: Shape,
  names: readonly string[],
): Shape | undefined {
  const container = names
    .slice(0, -1)
    .reduce<Shape | undefined>((of, name) => of && memberOf(evaluation, of, name), module);
  const last = names.at(-1);
  return container && last !== undefined ? typeMember(evaluation, container, last) : undefined;
}
