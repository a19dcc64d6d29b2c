import type { Driver } from './driver.ts';
import { modulesOf } from './driver.ts';

/** Whether a driver's own typings declare what is declared in `file`, an absolute path. */
export function isDeclaredBy(driver: Driver, file: string): boolean {
  const path = file.replaceAll('\\', '/');
  return typingsOf(driver).some(
    place => path.includes(`/node_modules/${place}/`) || path.endsWith(`/node_modules/${place}`),
  );
}

/** Where a driver's typings are declared: {@link Driver.typings}, or its default. */
export function typingsOf(driver: Driver): readonly string[] {
  if (driver.typings !== undefined) return driver.typings;
  const packages = new Set(modulesOf(driver).map(packageOf));
  return [...packages].flatMap(name => [name, `@types/${name.replace(/^@(.+)\//, '$1__')}`]);
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
