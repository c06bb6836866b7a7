import path from 'node:path';
import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { FolderStore } from '@bestiary/artifacts/folder-store';
import { S3Store } from '@bestiary/artifacts/s3-store';
import { ChangeFeed } from '@bestiary/db/change-feed';
import { openDatabase } from '@bestiary/db/database';
import { startEmbeddedPostgres } from '@bestiary/db/embedded-postgres';
import { migrate } from '@bestiary/db/migrate';
import { type Access } from './access.ts';
import { type Context, createContext } from './context.ts';
import { type ServerEnv } from './env.ts';
import { createHttpHandlers, type HttpHandlers } from './http.ts';
import { startMaintenance } from './maintenance.ts';

/** Everything of the server but the port it listens on. */
export type Server = {
  context: Context;
  handlers: HttpHandlers;
  databaseUrl: string;
  /** Ends subscriptions, connections and the embedded Postgres. Repeatable. */
  close(): Promise<void>;
};

/**
 * Brings up what the environment asks for: Postgres (embedded in the data folder where DATABASE_URL is unset), its
 * migrations, the artifact store, the feed of changes, maintenance. What was begun is ended again where a step fails.
 *
 * @param access `keys` where anybody but this machine can reach it
 * @throws BestiaryError `unavailable`, `conflict` or `schema_too_new`, as the parts say
 */
export async function startServer(env: ServerEnv, access: Access = 'open'): Promise<Server> {
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const dataDir = path.resolve(env.BESTIARY_DATA_DIR);
    let databaseUrl = env.DATABASE_URL;
    if (databaseUrl === undefined) {
      const postgres = await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'postgres') });
      closers.push(() => postgres.stop());
      databaseUrl = postgres.url;
    }
    await migrate(databaseUrl);
    const store = await openStore(env, dataDir);
    const db = openDatabase(databaseUrl);
    closers.push(() => db.$disconnect());
    const changes = new ChangeFeed(databaseUrl);
    closers.push(() => changes.close());
    const context = createContext({
      db,
      store,
      changes,
      adminKey: env.BESTIARY_ADMIN_KEY,
      info: {
        name: 'bestiary',
        version: env.BESTIARY_VERSION,
        apiVersion: 1,
        dataDir: env.DATABASE_URL === undefined || store.kind === 'folder' ? dataDir : null,
        artifactStore: store.kind,
        database: env.DATABASE_URL === undefined ? 'embedded' : 'external',
      },
    });
    closers.push(() => context.trials.close());
    closers.push(startMaintenance(context));
    return {
      context,
      handlers: createHttpHandlers({ context, store, databaseUrl, access }),
      databaseUrl,
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openStore(env: ServerEnv, dataDir: string): Promise<ArtifactStore> {
  if (env.S3_ENDPOINT === undefined) return FolderStore.open(path.join(dataDir, 'artifacts'));
  return S3Store.open({
    endpoint: env.S3_ENDPOINT,
    publicEndpoint: env.S3_PUBLIC_ENDPOINT,
    accessKey: env.S3_ACCESS_KEY!, // readEnv makes sure of both keys
    secretKey: env.S3_SECRET_KEY!,
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
  });
}
