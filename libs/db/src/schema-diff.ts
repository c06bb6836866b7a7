import { withSchemaEngine } from './schema-engine.ts';

const FILE = 'schema.prisma';

/**
 * The SQL that leads from one Prisma schema to another.
 *
 * @param connectionString any Postgres, which the engine wants to ask for its version; nothing is changed there
 * @param from text of the schema to begin with, undefined for an empty database
 * @param to text of the schema to arrive at
 * @returns '' where there is nothing to do
 */
export async function schemaDiff(
  connectionString: string,
  from: string | undefined,
  to: string,
): Promise<string> {
  return withSchemaEngine(connectionString, [[FILE, to]], async (engine) => {
    const { stdout } = await engine.diff({
      from:
        from === undefined
          ? { tag: 'empty' }
          : { tag: 'schemaDatamodel', files: [{ path: FILE, content: from }] },
      to: { tag: 'schemaDatamodel', files: [{ path: FILE, content: to }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout === null || stdout.trim() === '-- This is an empty migration.' ? '' : stdout;
  });
}
