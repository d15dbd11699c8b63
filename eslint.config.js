import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.ts', '**/test/**/*.ts', 'e2e/**/*.ts', 'shared/testing/**/*.ts'];
const scripts = ['**/*.js', '**/*.cjs', '**/*.mjs'];

/** One program over sources and tests is faster than a language service per package, and finds tests where no package lists them. */
const typeAware = { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } };

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.ordergraph/', 'coverage/', '**/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: typeAware,
    rules: {
      // Promises and exhaustiveness: what is forgotten here is lost at run time.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      // Imports: what is only a type leaves no trace at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...builtinModules.map((name) => ({ name, message: `Write node:${name}.` })),
            {
              name: 'node:async_hooks',
              message: 'An async context slows down every promise of the process: pass an argument.',
            },
          ],
        },
      ],
      // Size: a long function is several, a long file is a folder.
      'max-lines': ['warn', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'object-shorthand': 'error',
      // Deviations from the presets, each for a reason.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An empty text from the environment counts as absent.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // It believes that a field keeps its value over an `await`; state machines live from the contrary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // The compiler asks for brackets on index signatures.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // A class with only a constructor is an error type; an empty async method keeps a contract.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/require-await': 'off',
      // graphql-js declares kinds as an enum and compares them with texts, as everybody does.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // A library deprecates in its own time; it shows, and fails nothing.
      '@typescript-eslint/no-deprecated': 'warn',
      // Drivers take literals where they declare a class of options.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // It would ask for the `!` that another rule forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // A type parameter used once still tells callers what they pass or get.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: tests,
    rules: {
      // `describe` bodies are tables of contents; expectations may name what the test has just proven to exist.
      'max-lines-per-function': 'off',
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    // Runs in a browser: a program of its own, with a document and without Node.
    files: ['clients/example-web/src/**/*.ts'],
    languageOptions: { parserOptions: { project: './clients/example-web/tsconfig.json' } },
  },
  {
    // These talk to a terminal.
    files: ['tools/launcher/**/*.ts', 'bench/**/*.ts', 'chaos/**/*.ts', 'tools/infrastructure/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: scripts,
    languageOptions: { ecmaVersion: 'latest' },
    rules: { 'no-var': 'error', 'prefer-const': 'error', eqeqeq: 'error', 'no-unused-vars': 'error' },
  },
);
