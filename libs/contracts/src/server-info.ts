import { z } from 'zod';

/** What a client asks first: is this a Bestiary server, and which one. */
export const ServerInfo = z.object({
  name: z.literal('bestiary'),
  version: z.string(),
  apiVersion: z.literal(1),
  dataDir: z.string().nullable(),
  artifactStore: z.enum(['folder', 's3']),
  database: z.enum(['embedded', 'external']),
});
export type ServerInfo = z.infer<typeof ServerInfo>;
