import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as Engine from '@prisma/schema-engine-wasm';

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
 * Opens a schema engine on a database.
 *
 * @param connectionString a Postgres URL
 * @param schema path and text of schema.prisma, where the engine must know it (for a diff)
 */
export async function openSchemaEngine(
  connectionString: string,
  schema: readonly [path: string, text: string][] = [],
): Promise<Engine.SchemaEngine> {
  const { SchemaEngine } = await loadEngine();
  return SchemaEngine.new(
    { datamodels: schema.length === 0 ? undefined : schema.map(([file, text]) => [file, text]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString })),
  );
}
