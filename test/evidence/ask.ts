import { analyze as analyzeEs } from 'eslint-scope';
import * as espree from 'espree';
import { parseForESLint } from '@typescript-eslint/parser';
import { drivers } from '../../src/drivers/index.ts';
import type { Shape } from '../../src/evidence/shape.ts';
import { createEvidence } from '../../src/evidence/syntax.ts';
import type { EvidenceOptions, EvidenceSource } from '../../src/evidence/syntax.ts';
import { createProject } from '../../src/source/project.ts';
import { toSourceFile } from '../../src/source/scopes.ts';
import type { Node, SourceFile } from '../../src/source/source-file.ts';
import { walk } from '../../src/source/walk.ts';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** Who makes the tree of the first file. */
export type ParserName = 'oxc' | 'typescript-estree' | 'espree';

/** What the arguments of `show(…)` are in the first file, in order, each in a few words. */
export function shapesIn(files: Files | string, parser: ParserName = 'oxc'): readonly string[] {
  const { evidence, file, shown } = open(files, parser);
  return shown.map(node => spell(evidence.shapeOf(file, node)));
}

/** The first of some files, what it shows, and evidence over all of them. */
export function open(
  given: Files | string,
  parser: ParserName = 'oxc',
  types?: EvidenceOptions['types'],
): { evidence: EvidenceSource; file: SourceFile; shown: readonly Node[] } {
  const files = typeof given === 'string' ? { '/app/main.ts': given } : given;
  const project = createProject({ readFile: path => files[path] });
  const [path = '', text = ''] = Object.entries(files)[0] ?? [];
  const file = parser === 'oxc' ? project.fileAt(path) : hosted(path, text, parser);
  if (file === undefined) throw new Error(`${path} does not parse.`);
  const evidence = createEvidence({ project, drivers, types });
  return { evidence, file, shown: shownIn(file) };
}

/** The arguments of every `show(…)`. */
export function shownIn(file: SourceFile): readonly Node[] {
  const shown: Node[] = [];
  walk(file.program, node => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return;
    if (node.callee.name === 'show' && node.arguments[0]) shown.push(node.arguments[0]);
  });
  return shown;
}

/** A shape in a few words: `pg Pool, creation`. */
export function spell(shape: Shape | undefined): string {
  if (shape === undefined) return 'nothing';
  switch (shape.kind) {
    case 'instance': {
      const module = shape.driver.modules?.[0] ?? shape.driver.package;
      return `${module} ${shape.type}, ${shape.by}${shape.own ? ', extended' : ''}`;
    }
    case 'driver-export':
    case 'package-export':
      return `${shape.kind} ${[shape.specifier, ...shape.path].join(' ')}`;
    case 'promise':
    case 'array':
      return `${shape.kind} of ${spell(shape.of)}`;
    case 'method':
      return `${shape.isPromised ? 'promised ' : ''}${shape.name} of ${spell(shape.of)}`;
    case 'module':
      return `module ${shape.file.path}`;
    default:
      return `${shape.kind} ${shape.node.type}`;
  }
}

function hosted(path: string, text: string, parser: ParserName): SourceFile {
  if (parser === 'espree') {
    const program = espree.parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      range: true,
    });
    const scopeManager = analyzeEs(program as never, { ecmaVersion: 2022, sourceType: 'module' });
    return toSourceFile({ path, text, program: program as never, scopeManager });
  }
  const { ast, scopeManager } = parseForESLint(text, {
    range: true,
    sourceType: 'module',
    filePath: path,
  });
  return toSourceFile({ path, text, program: ast as never, scopeManager });
}
