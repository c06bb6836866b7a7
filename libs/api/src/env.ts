import { ApiKeySecret } from '@bestiary/contracts/api-key';
import { BestiaryError } from '@bestiary/contracts/error';
import { z } from 'zod';

/** An unset variable and an empty one are the same: compose files and shells write either. */
const text = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());
const url = (protocols: RegExp, like: string) =>
  text.refine(
    (value) => value === undefined || (URL.canParse(value) && protocols.test(new URL(value).protocol)),
    { error: `expected a URL like ${like}` },
  );

const Variables = z
  .object({
    /** unset: an embedded Postgres in the data folder */
    DATABASE_URL: url(/^postgres(ql)?:$/, 'postgresql://user:password@host:5432/bestiary'),
    /** unset: artifacts in the data folder */
    S3_ENDPOINT: url(/^https?:$/, 'http://minio:9000'),
    S3_PUBLIC_ENDPOINT: url(/^https?:$/, 'https://files.example.org'),
    S3_ACCESS_KEY: text,
    S3_SECRET_KEY: text,
    S3_BUCKET: text.default('bestiary'),
    S3_REGION: text.default('us-east-1'),
    BESTIARY_DATA_DIR: text.default('.bestiary'),
    BESTIARY_VERSION: text.default('0.1.0'),
    /** a key of an admin besides those that are stored: for whoever cannot read the first one off the log */
    BESTIARY_ADMIN_KEY: z.preprocess((value) => (value === '' ? undefined : value), ApiKeySecret.optional()),
  })
  .refine((env) => env.S3_ENDPOINT === undefined || env.S3_ACCESS_KEY !== undefined, {
    path: ['S3_ACCESS_KEY'],
    error: 'must be set when S3_ENDPOINT is',
  })
  .refine((env) => env.S3_ENDPOINT === undefined || env.S3_SECRET_KEY !== undefined, {
    path: ['S3_SECRET_KEY'],
    error: 'must be set when S3_ENDPOINT is',
  });

export type ServerEnv = z.infer<typeof Variables>;

/** @throws BestiaryError `invalid_input` naming each variable that is wrong */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): ServerEnv {
  const parsed = Variables.safeParse(variables);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new BestiaryError('invalid_input', `the environment of the server is not right: ${wrong}`, {
    hint: 'see .env.example',
  });
}
