import { type ApiKey, type ApiKeyRole } from '@bestiary/contracts/api-key';
import { BestiaryError } from '@bestiary/contracts/error';
import { type Database } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';

/** When a key was used is noted to this (seconds). */
const USE_NOTED_EVERY_S = 60;

export class ApiKeyRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @throws BestiaryError `conflict` where there is a key of that id */
  async create(key: { id: string; name: string; role: ApiKeyRole; sha256: string }): Promise<void> {
    try {
      await this.#db.apiKey.create({ data: key });
    } catch (error) {
      if (!isTaken(error)) throw error;
      throw new BestiaryError('conflict', `API key ${key.id} exists, and is shown no second time`, {
        cause: error,
        hint: 'make another, and revoke this one',
      });
    }
  }

  /** Whom a key lets in, and notes that it did; undefined where there is none of that hash, or it was revoked. */
  async use(sha256: string): Promise<{ id: string; role: ApiKeyRole } | undefined> {
    const [row] = await this.#db.$queryRaw<{ id: string; role: ApiKeyRole }[]>`
      WITH found AS (
        SELECT id, role, last_used_at FROM api_keys WHERE sha256 = ${sha256} AND revoked_at IS NULL
      ), noted AS (
        UPDATE api_keys SET last_used_at = now() FROM found
        WHERE api_keys.id = found.id AND (found.last_used_at IS NULL
          OR found.last_used_at < now() - make_interval(secs => ${USE_NOTED_EVERY_S}::float8))
      )
      SELECT id, role::text AS role FROM found`;
    return row;
  }

  /** The newest first. */
  async list(): Promise<ApiKey[]> {
    const rows = await this.#db.apiKey.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
    return rows.map(({ id, name, role, createdAt, lastUsedAt, revokedAt }) => ({
      id,
      name,
      role,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    }));
  }

  /** @returns whether there is such a key */
  async revoke(id: string): Promise<boolean> {
    const changed = await this.#db.$executeRaw`
      UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = ${id}::uuid`;
    return changed > 0;
  }

  /** Whether anybody can make keys: there is one of an admin. */
  async hasAdmin(): Promise<boolean> {
    return (await this.#db.apiKey.count({ where: { role: 'admin', revokedAt: null } })) > 0;
  }
}

function isTaken(error: unknown): boolean {
  return (error as { code?: string }).code === 'P2002' || violatedConstraint(error) === 'api_keys_pkey';
}
