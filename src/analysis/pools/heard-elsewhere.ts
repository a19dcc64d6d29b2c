import { basename, dirname } from 'node:path';
import type { Driver } from '../../drivers/driver.ts';
import { modulesOf } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { listeningAround, ON_ERROR_OF_POOL } from './listening-texts.ts';

/**
 * Whether another file of the package listens: one that imports this file, one that has the pool's
 * name from near by, or, where the pool has none, any that knows the driver.
 */
export function isHeardElsewhere(
  project: Project,
  file: SourceFile,
  { driver, node }: { readonly driver: Driver; readonly node: Node },
  name: string | undefined,
): boolean {
  const { texts } = listeningAround(project, file.path);
  const folder = basename(dirname(file.path));
  const stem = basename(file.path).replace(/\.\w+$/, '');
  const modules = modulesOf(driver);
  const own = stem === 'index' ? folder : stem;
  // `'pg'` is the driver, and no file of that name.
  const imports = mentionOf([own], modules.includes(own) ? '/' : undefined);
  const isNear = mentionOf([folder, ...modules]);
  // A pool that stands in an object of options has no name by which anybody could reach it.
  const listens =
    node.parent?.type === 'Property'
      ? /(?!)/
      : name === undefined
        ? ON_ERROR_OF_POOL
        : new RegExp(
            `(?<![#.\\w])${escape(name)}[?!]?\\.(?:on|once|addListener)\\(\\s*['"\`]error`,
          );
  const others = texts.filter(text => text !== file.text);
  return others.some(
    text =>
      (imports.test(text) && !hearsItsOwnOnly(text)) ||
      (isNear.test(text) && listens.test(text) && !makesItsOwn(text, name)),
  );
}

const HEARD = /([\w$]+)[\])]*[?!]?\.(?:on|once|addListener)\(\s*['"`]error['"`]/g;

/** Whether all that a file listens to is what it makes itself. */
function hearsItsOwnOnly(text: string): boolean {
  const heard = [...text.matchAll(HEARD)];
  return heard.length > 0 && heard.every(([, name]) => makesItsOwn(text, name));
}

/** Whether the pool of that name is one that the file makes itself: `pool = new Pool()`. */
function makesItsOwn(text: string, name: string | undefined): boolean {
  if (name === undefined) return false;
  return new RegExp(`(?<![.\\w])${escape(name)}\\b[^=;\\n]*=\\s*new\\s`).test(text);
}

/** A module specifier that ends in one of these names, behind a slash or whole. */
function mentionOf(names: readonly string[], before = `['"/]`): RegExp {
  return new RegExp(`${before}(?:${names.map(escape).join('|')})(?:\\.[cm]?[jt]sx?)?['"]`);
}

function escape(text: string): string {
  return text.replaceAll(/[^\w]/g, '\\$&');
}
