import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@bestiary/contracts/id';
import { openDatabase } from '@bestiary/db/database';
import { findMinio, NO_MINIO, startMinio } from '@bestiary/testing/minio';
import { createTestDatabase } from '@bestiary/testing/test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';
import { startServer } from './server.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'bestiary-server-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

describe('startServer', () => {
  it('needs nothing but a folder, and keeps all data from start to start', async () => {
    const env = readEnv({ BESTIARY_DATA_DIR: dataDir });
    const id = uuidv7();
    const first = await startServer(env);
    expect(first.context.info).toMatchObject({ database: 'embedded', artifactStore: 'folder', dataDir });
    await first.context.projects.ensure({ id, name: 'kept' });
    expect((await first.handlers.ready(new Request('http://x/readyz'))).status).toBe(200);
    await expect(startServer(env)).rejects.toMatchObject({ code: 'conflict' });
    await first.close();
    await first.close();
    const second = await startServer(env);
    expect(await second.context.projects.list()).toMatchObject([{ id, name: 'kept' }]);
    await second.close();
  });

  it('migrates an empty database, and refuses one of a newer version', async () => {
    const database = await createTestDatabase({ empty: true });
    const env = readEnv({ BESTIARY_DATA_DIR: dataDir, DATABASE_URL: database.url });
    const servers = await Promise.all([startServer(env), startServer(env)]);
    expect(servers[0].context.info.database).toBe('external');
    await Promise.all(servers.map((server) => server.close()));
    const db = openDatabase(database.url);
    await db.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '2099_later', now())`;
    await db.$disconnect();
    await expect(startServer(env)).rejects.toMatchObject({ code: 'schema_too_new', message: expect.stringContaining('2099_later') }); // prettier-ignore
    await database.close();
  });

  it('keeps artifacts in S3 where it is told to', async ({ skip }) => {
    const binary = findMinio();
    if (binary === undefined) return skip(NO_MINIO);
    const [minio, database] = await Promise.all([startMinio(binary), createTestDatabase()]);
    const server = await startServer(
      readEnv({
        BESTIARY_DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        S3_ENDPOINT: minio.endpoint,
        S3_ACCESS_KEY: minio.accessKey,
        S3_SECRET_KEY: minio.secretKey,
      }),
    );
    expect(server.context.info).toMatchObject({ artifactStore: 's3', dataDir: null });
    const ready = () => server.handlers.ready(new Request('http://x/readyz'));
    expect((await ready()).status).toBe(200);
    const { tickets } = await server.context.artifacts.requestUploads([{ sha256: 'ab'.repeat(32), size: 1 }]);
    expect(tickets).toMatchObject([
      { state: 'upload', url: expect.stringContaining(minio.endpoint) as string },
    ]);
    const blobs = await server.handlers.blobs(new Request('http://x/api/blobs/ab'));
    expect(blobs.status).toBe(404);
    await minio.stop();
    const down = await ready();
    expect(down.status).toBe(503);
    expect(await down.json()).toMatchObject({
      reasons: { artifacts: expect.stringContaining(minio.endpoint) },
    });
    await server.close();
    await database.close();
  });
});
