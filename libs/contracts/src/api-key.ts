import { z } from 'zod';
import { Id } from './id.ts';
import { Name } from './project.ts';

/** `worker`: what it takes to run trials, runs and their files. `admin`: everything. */
export const API_KEY_ROLES = ['worker', 'admin'] as const;
export const ApiKeyRole = z.enum(API_KEY_ROLES);
export type ApiKeyRole = z.infer<typeof ApiKeyRole>;

/** As it is sent in `Authorization: Bearer bst_…`: 32 random bytes in base64url after `bst_`. */
export const ApiKeySecret = z
  .string()
  .regex(
    /^bst_[A-Za-z0-9_-]{43}$/,
    'an API key begins with bst_ and has 43 letters, digits, - and _ after it',
  );

export const CreateApiKeyInput = z.object({ id: Id, name: Name, role: ApiKeyRole });
/** The key itself is shown this once: only its SHA-256 is kept. */
export const CreateApiKeyOutput = z.object({ id: Id, key: ApiKeySecret });

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  role: ApiKeyRole,
  createdAt: z.iso.datetime(),
  /** to the minute */
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
/** The newest first. */
export const ListApiKeysOutput = z.array(ApiKey);

/** Its bearer is let in no more. Repeatable. */
export const RevokeApiKeyInput = z.object({ id: Id });
