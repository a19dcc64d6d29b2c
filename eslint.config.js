import * as parser from '@typescript-eslint/parser';
import { defineConfig, globalIgnores } from 'eslint/config';
import pool from './dist/index.js';

export default defineConfig(
  globalIgnores(['dist/', 'fixtures/', 'coverage/']),
  {
    files: ['**/*.{ts,js}'],
    extends: [pool.configs.recommended],
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', 200],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-empty': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSAnyKeyword', message: 'Say what it is, or `unknown`.' },
        { selector: 'TSNonNullExpression', message: 'Handle the missing value.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
      ],
      'no-shadow': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // What the runtime must find is done here on purpose.
    files: ['test/runtime/**/*.ts'],
    rules: Object.fromEntries(Object.keys(pool.rules).map(name => [`pool/${name}`, 'off'])),
  },
  { files: ['test/**/*.test.ts'], rules: { 'max-lines-per-function': 'off' } },
);
