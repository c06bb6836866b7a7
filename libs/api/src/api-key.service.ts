import { createHash, randomBytes } from 'node:crypto';
import { type ApiKey, type ApiKeyRole, ApiKeySecret } from '@bestiary/contracts/api-key';
import { BestiaryError } from '@bestiary/contracts/error';
import { uuidv7 } from '@bestiary/contracts/id';
import { type ApiKeyRepository } from '@bestiary/db/repositories/api-key.repository';

/** A key that was revoked is let in for this long at most (milliseconds): it is not looked up for every request. */
const TRUSTED_FOR_MS = 5_000;
const MAX_TRUSTED = 1_000;

export class ApiKeyService {
  readonly #keys: ApiKeyRepository;
  readonly #adminHash: string | undefined;
  readonly #trusted = new Map<string, { role: ApiKeyRole; id: string; until: number }>();

  /** @param adminKey a key of an admin besides those that are stored */
  constructor(keys: ApiKeyRepository, adminKey: string | undefined) {
    this.#keys = keys;
    this.#adminHash = adminKey === undefined ? undefined : hashOf(adminKey);
  }

  /** @throws BestiaryError `conflict` where there is a key of that id */
  async create(id: string, name: string, role: ApiKeyRole): Promise<{ id: string; key: string }> {
    const key = `bst_${randomBytes(32).toString('base64url')}`;
    await this.#keys.create({ id, name, role, sha256: hashOf(key) });
    return { id, key };
  }

  list(): Promise<ApiKey[]> {
    return this.#keys.list();
  }

  /** @throws BestiaryError `not_found` */
  async revoke(id: string): Promise<void> {
    if (!(await this.#keys.revoke(id))) throw new BestiaryError('not_found', `there is no API key ${id}`);
    for (const [hash, trusted] of this.#trusted) {
      if (trusted.id === id.toLowerCase()) this.#trusted.delete(hash);
    }
  }

  /** Whose key this is; undefined where it is none, or was revoked. */
  async roleOf(key: string): Promise<ApiKeyRole | undefined> {
    if (!ApiKeySecret.safeParse(key).success) return undefined;
    const hash = hashOf(key);
    if (hash === this.#adminHash) return 'admin';
    const trusted = this.#trusted.get(hash);
    if (trusted !== undefined && trusted.until > Date.now()) return trusted.role;
    this.#trusted.delete(hash);
    const found = await this.#keys.use(hash);
    if (found === undefined) return undefined;
    if (this.#trusted.size >= MAX_TRUSTED) this.#trusted.clear();
    this.#trusted.set(hash, { ...found, until: Date.now() + TRUSTED_FOR_MS });
    return found.role;
  }

  /** Makes the key by which others can be made, where no admin has one. @returns it, to be shown */
  async makeFirst(): Promise<string | undefined> {
    if (this.#adminHash !== undefined || (await this.#keys.hasAdmin())) return undefined;
    return (await this.create(uuidv7(), 'first', 'admin')).key;
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
