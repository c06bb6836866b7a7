import { type DatasetImage } from '@bestiary/contracts/dataset';
import { uuidv7 } from '@bestiary/contracts/id';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { DatasetRepository } from './dataset.repository.ts';

describe('DatasetRepository', () => {
  let database: TestDatabase;
  let db: Database;
  let datasets: DatasetRepository;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDatabase(database.url);
    datasets = new DatasetRepository(db);
  });
  afterAll(async () => {
    await db.$disconnect();
    await database.close();
  });

  const register = (manifest: string, images: readonly Partial<DatasetImage>[]) =>
    datasets.register({
      id: uuidv7(),
      name: 'Bears',
      manifestSha256: manifest.repeat(64),
      classNames: ['a', 'b'],
      images: images.map((image, i) => ({
        sha256: String(i).repeat(64),
        path: `a/${i}`,
        label: 0,
        split: 'training',
        width: 2,
        height: 3,
        ...image,
      })),
    });
  const measured = { brightness: 0.25, sharpness: 812.5, perceptualHash: 'fedcba9876543210' };
  const unmeasured = { brightness: null, sharpness: null, perceptualHash: null };
  const measuresOf = async (digit: string) => {
    const { brightness, sharpness, perceptualHash } = await db.image.findUniqueOrThrow({
      where: { sha256: digit.repeat(64) },
    });
    return { brightness, sharpness, perceptualHash };
  };

  it('keeps the measures of images, and null where there are none', async () => {
    await register('a', [measured, {}]);
    expect(await measuresOf('0')).toEqual(measured);
    expect(await measuresOf('1')).toEqual(unmeasured);
  });

  it('adds measures that were missing when the set is registered again, and changes none', async () => {
    const other = { brightness: 0.5, sharpness: 1, perceptualHash: '0'.repeat(16) };
    expect((await register('a', [other, measured])).created).toBe(false);
    expect(await measuresOf('0')).toEqual(measured);
    expect(await measuresOf('1')).toEqual(measured);
    await register('a', [{}, {}]);
    expect(await measuresOf('1')).toEqual(measured);
    expect(await db.datasetImage.count()).toBe(2);
  });
});
