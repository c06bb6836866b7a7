import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Who may import whom: the table of docs/architecture.md, by the Nx tags in each package.json. */
const depConstraints = [
  // what a library is for
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:logic', 'type:io', 'type:api', 'type:sdk', 'type:ui', 'type:contract'],
  },
  // tools use each other: a benchmark is run on what the seeder makes
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'type:api', onlyDependOnLibsWithTags: ['type:io', 'type:logic', 'type:contract'] },
  { sourceTag: 'type:sdk', onlyDependOnLibsWithTags: ['type:contract', 'type:api'] }, // of api, the type AppRouter alone: see below
  { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:logic', 'type:contract'] },
  {
    sourceTag: 'type:logic',
    onlyDependOnLibsWithTags: ['type:logic', 'type:contract'],
    bannedExternalImports: ['react', 'react-dom', '@prisma/*', 'next'],
  },
  {
    sourceTag: 'type:contract',
    onlyDependOnLibsWithTags: ['type:contract'],
    bannedExternalImports: ['react', 'react-dom', '@prisma/*', 'next'],
  },
  { sourceTag: 'type:io', onlyDependOnLibsWithTags: ['type:contract'] },
  // where it may run
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:ml', onlyDependOnLibsWithTags: ['scope:ml', 'scope:shared'] },
  {
    sourceTag: 'scope:server',
    onlyDependOnLibsWithTags: ['scope:server', 'scope:shared'],
    bannedExternalImports: ['@tensorflow/*'],
  },
  {
    sourceTag: 'scope:client',
    onlyDependOnLibsWithTags: ['scope:client', 'scope:shared', 'type:api'],
    bannedExternalImports: ['@tensorflow/*'],
  },
  {
    sourceTag: 'scope:dashboard',
    onlyDependOnLibsWithTags: ['scope:server', 'scope:client', 'scope:shared'],
    bannedExternalImports: ['@tensorflow/*'],
  },
  { sourceTag: 'scope:trainer', onlyDependOnLibsWithTags: ['scope:ml', 'scope:client', 'scope:shared'] },
  { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['*'] },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/.next/**',
      '**/node_modules/**',
      '**/.nx/**',
      '.bestiary/**',
      'libs/db/src/generated/**',
      '**/next-env.d.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.ts', 'apps/dashboard/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          banTransitiveDependencies: false,
          // a page loads the charts of a library late and its words at once: modules, not packages
          checkDynamicDependenciesExceptions: ['@bestiary/**'],
          depConstraints,
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      'no-console': ['error', { allow: ['error', 'warn'] }],
    },
  },
  {
    // the client knows the server's API as a type, never as code
    files: ['libs/tracking/src/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@bestiary/api', '@bestiary/api/*'],
              allowTypeImports: true,
              message: 'Of @bestiary/api the SDK may import types only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/dashboard/**/*.{ts,tsx}', 'libs/ui/**/*.{ts,tsx}'],
    ...hooks.configs.flat['recommended-latest'],
  },
  { files: ['**/*.mjs', '*.ts'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/*.testsuite.ts', 'libs/testing/**', 'apps/*/e2e/**'],
    rules: {
      '@nx/enforce-module-boundaries': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['tools/**', 'apps/trainer/**'], rules: { 'no-console': 'off' } },
  prettier,
);
