import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as Engine from '@prisma/schema-engine-wasm';
import pg from 'pg';

type WasmExports = Record<string, unknown>;
type EngineGlue = typeof Engine & { __wbg_set_wasm(exports: WasmExports): void };

/** Node's global, which neither its types nor ES2023's declare. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
  };
};

let glue: Promise<EngineGlue> | undefined;

/** Prisma's schema engine as WebAssembly, which needs no platform binary. Loaded once a process. */
function loadEngine(): Promise<EngineGlue> {
  glue ??= instantiate();
  return glue;
}

async function instantiate(): Promise<EngineGlue> {
  const module = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import(pathToFileURL(module).href)) as EngineGlue;
  const wasm = await readFile(path.join(path.dirname(module), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': engine,
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine;
}

/**
 * Lets a schema engine work on a database, and frees it and its connection in the end.
 *
 * @param connectionString a Postgres URL
 * @param schema path and text of schema.prisma, where the engine must know it (for a diff)
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  schema: readonly [path: string, text: string][],
  work: (engine: Engine.SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const pool = new pg.Pool({ connectionString, max: 1, application_name: 'bestiary migrate' });
  pool.on('error', () => undefined); // a lost connection shows in the statement under way
  try {
    const engine = await SchemaEngine.new(
      { datamodels: schema.length === 0 ? undefined : schema.map(([file, text]) => [file, text]) },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(new ScriptAdapterFactory(pool)),
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/**
 * Prisma's adapter, but it sends a script as it is. Prisma's own cuts it at every semicolon, also within functions and
 * strings, and so loses that a script sent whole is one transaction.
 */
class ScriptAdapterFactory extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}
