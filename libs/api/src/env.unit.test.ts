import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

describe('readEnv', () => {
  it('needs nothing: embedded Postgres and a folder', () => {
    expect(readEnv({ S3_ENDPOINT: '', DATABASE_URL: '' })).toMatchObject({
      DATABASE_URL: undefined,
      S3_ENDPOINT: undefined,
      BESTIARY_DATA_DIR: '.bestiary',
    });
  });

  it('names every variable that is wrong', () => {
    expect(() => readEnv({ DATABASE_URL: 'mysql://host/db', S3_PUBLIC_ENDPOINT: 'minio:9000' })).toThrow(
      /DATABASE_URL: expected a URL like postgresql:.*S3_PUBLIC_ENDPOINT: expected a URL like https:/,
    );
    expect(() => readEnv({ S3_ENDPOINT: 'http://minio:9000', S3_ACCESS_KEY: 'key' })).toThrow(
      'S3_SECRET_KEY: must be set when S3_ENDPOINT is',
    );
  });
});
