/** A file of a package that makes pools, and what is added to its end so that we hear of each. */
interface PatchedSource {
  readonly file: RegExp;
  readonly addition: string;
}

/** The name under which added code finds us; see `adopt.ts`. */
export const globalName = 'eslint-plugin-pool.adopt';

const us = `globalThis[Symbol.for('${globalName}')]`;

function inPackage(path: string): RegExp {
  const escaped = path.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]');
  return new RegExp(`[\\\\/]node_modules[\\\\/]${escaped}$`);
}

/** Files that Node loads as CommonJS, also when they are imported. */
export const commonJsSources: readonly PatchedSource[] = [
  ...['pg-pool/index.js', 'mysql2/lib/pool.js', 'mysql2/lib/promise/pool.js'].map(path => ({
    file: inPackage(path),
    addition: `module.exports = ${us}.ofClass(module.exports);`,
  })),
  {
    file: inPackage('generic-pool/lib/Pool.js'),
    addition: `module.exports = ${us}.ofClass(module.exports);`,
  },
  ...['tarn/dist/Pool.js', 'sequelize-pool/lib/Pool.js'].map(path => ({
    file: inPackage(path),
    addition: `exports.Pool = ${us}.ofClass(exports.Pool);`,
  })),
  {
    file: inPackage('@redis/client/dist/lib/client/pool.js'),
    addition: `${us}.onCall(exports.RedisClientPool, 'execute');`,
  },
  {
    file: inPackage('mariadb/dist/promise.cjs'),
    addition: `module.exports = ${us}.ofFactory(module.exports, 'createPool');`,
  },
];

/** Files that are ES modules. */
export const moduleSources: readonly PatchedSource[] = [
  {
    file: inPackage('mariadb/lib/pool-promise.js'),
    addition: `${us}.onCall(PoolPromise, 'getConnection');`,
  },
];
