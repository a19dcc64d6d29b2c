import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import {
  toTransform,
  type TransformApi,
  type TransformFile,
  type TransformOptions,
} from './transform.ts';

/** Runs a codemod of ours on a file of jscodeshift's. `dist/codemods/<name>.js` calls this. */
export async function transformWith(
  name: string,
  file: TransformFile,
  api: TransformApi,
  options: TransformOptions,
): Promise<string | undefined> {
  const codemod = codemods.find(each => each.name === name);
  if (codemod === undefined) throw new Error(`There is no codemod '${name}'.`);
  return toTransform(codemod, rules)(file, api, options);
}
