import { importedName } from '../../evidence/modules.ts';
import { fieldOf } from '../../evidence/identity-sources.ts';
import { ownerOf } from '../../evidence/classes.ts';
import { bindingOf } from '../../evidence/patterns.ts';
import { findExport, wholeExportOf } from '../../source/exports.ts';
import { identifierName, propertyName, requiredSpecifier } from '../../source/names.ts';
import type { Definition, Node, SourceFile } from '../../source/source-file.ts';
import type { Folding } from './evaluate.ts';
import { valueOf } from './evaluate.ts';
import { environmentOf, parsedEnvironment } from './environment.ts';
import { lateWritesOf } from './late-writes.ts';
import type { Known } from './known.ts';
import { eitherOf, entryOf, fallBack, unknown } from './known.ts';

/** What a name stands for: a constant, a parameter that is known, something imported. */
export function nameValue(folding: Folding, file: SourceFile, node: Node): Known {
  const variable = file.variableOf(node);
  const [definition, ...others] = variable?.defs ?? [];
  if (variable === undefined || definition === undefined || others.length > 0) return unknown;
  const given = folding.bound.get(variable);
  if (given !== undefined) return given;
  if (definition.type === 'ImportBinding') return importedValue(folding, file, definition);
  if (definition.type === 'Parameter') return parameterValue(folding, file, definition);
  const { node: declarator } = definition;
  if (declarator.type !== 'VariableDeclarator') return unknown;
  if (variable.references.filter(one => one.isWrite()).length !== 1) return unknown;
  return lateWritesOf(variable, patternValue(folding, file, definition, declarator.init));
}

/** `const { max = 10 } = config` takes a part, and has a default. */
function patternValue(
  folding: Folding,
  file: SourceFile,
  { name }: Definition,
  source: Node | null,
): Known {
  const { steps, fallback } = bindingOf(name);
  let known = valueOf(folding, file, source);
  const [step] = steps;
  if (step !== undefined && source && 'key' in step && step.key !== undefined) {
    const variable = environmentOf(folding, file, source) ? step.key : undefined;
    if (variable !== undefined) known = { k: 'variable', name: variable };
    else
      known = steps.reduce((of, next) => ('key' in next ? partOf(of, next.key) : unknown), known);
  } else if (step !== undefined) {
    return unknown;
  }
  if (fallback === undefined) return known;
  return fallBack(
    known,
    () => valueOf(folding, file, fallback),
    value => value === undefined,
  );
}

/** A parameter is the caller's; only its default is in sight. */
function parameterValue(folding: Folding, file: SourceFile, { name }: Definition): Known {
  const { fallback, steps } = bindingOf(name);
  if (fallback === undefined || steps.length > 0) return unknown;
  return eitherOf([valueOf(folding, file, fallback), unknown]);
}

function importedValue(folding: Folding, file: SourceFile, definition: Definition): Known {
  const imported = importedName(definition);
  if (imported === undefined) return unknown;
  return exportedValue(folding, file, imported.specifier, imported.name);
}

/** What a module of the project exports. */
function exportedValue(folding: Folding, from: SourceFile, specifier: string, name: string): Known {
  const path = folding.project.resolve(specifier, from.path);
  const source = path === undefined ? undefined : folding.project.fileAt(path);
  if (source === undefined) return unknown;
  if (name === '*') return valueOf(folding, source, wholeExportOf(source));
  const found = findExport(source, name, folding.project);
  if (found === undefined || found.external !== undefined) return unknown;
  return found.node.type === 'Program'
    ? valueOf(folding, found.file, wholeExportOf(found.file))
    : valueOf(folding, found.file, found.node);
}

/** `config.db.max`, `process.env.PG_MAX`, `this.options`, `settings[stage]`. */
export function memberValue(
  folding: Folding,
  file: SourceFile,
  node: Extract<Node, { type: 'MemberExpression' }>,
): Known {
  const name = nameOfMember(folding, file, node);
  if (environmentOf(folding, file, node.object)) {
    return name === undefined ? unknown : { k: 'variable', name };
  }
  if (node.object.type === 'ThisExpression') return fieldValue(folding, file, node, name);
  const module = moduleOf(file, node.object);
  if (module !== undefined && name !== undefined) return exportedValue(folding, file, module, name);
  const known = valueOf(folding, file, node.object);
  if (name !== undefined) {
    const part = partOf(known, name);
    return part.k === 'unknown'
      ? (parsedEnvironment(folding, file, node.object, name) ?? part)
      : part;
  }
  if (known.k !== 'table' || known.isOpen) return unknown;
  return eitherOf([...known.entries.values()].map(entry => entry.known));
}

function nameOfMember(
  folding: Folding,
  file: SourceFile,
  node: Extract<Node, { type: 'MemberExpression' }>,
): string | undefined {
  const written = propertyName(node);
  if (written !== undefined || !node.computed) return written;
  const known = valueOf(folding, file, node.property);
  return known.k === 'value' ? String(known.value) : undefined;
}

function partOf(known: Known, name: string | undefined): Known {
  const entry = name === undefined ? 'open' : entryOf(known, name);
  if (entry === 'open') return unknown;
  if (entry === undefined) return { k: 'value', value: undefined };
  return entry.isDoubtful ? eitherOf([entry.known, unknown]) : entry.known;
}

function fieldValue(
  folding: Folding,
  file: SourceFile,
  node: Node,
  name: string | undefined,
): Known {
  const owner = ownerOf(node);
  const value = owner && name !== undefined ? fieldOf(owner.node, name) : undefined;
  return value ? valueOf(folding, file, value) : unknown;
}

/** The module that `import * as config` or `const config = require('./config')` binds. */
function moduleOf(file: SourceFile, node: Node): string | undefined {
  const required = requiredSpecifier(node);
  if (required !== undefined) return required;
  const [definition] = (identifierName(node) && file.variableOf(node)?.defs) || [];
  if (definition?.type === 'ImportBinding') {
    const imported = importedName(definition);
    return imported?.name === '*' ? imported.specifier : undefined;
  }
  if (definition?.node.type !== 'VariableDeclarator' || definition.node.id !== definition.name) {
    return undefined;
  }
  return requiredSpecifier(definition.node.init);
}
