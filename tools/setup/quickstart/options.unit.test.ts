import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../paths.mjs';
import { readOptions } from './options.mjs';

describe('readOptions', () => {
  it('serves on 4810 and keeps data in the repository unless told otherwise', () => {
    expect(readOptions([], {})).toEqual({
      help: false,
      once: false,
      data: undefined,
      port: 4810,
      dataDir: path.join(ROOT, '.bestiary'),
    });
  });

  it('takes folders from where npm was called', () => {
    const env = { INIT_CWD: path.join(ROOT, 'tools') };
    const { data, dataDir } = readOptions(['--data', 'setup', '--data-dir', '../d'], env);
    expect(data).toBe(path.join(ROOT, 'tools/setup'));
    expect(dataDir).toBe(path.join(ROOT, 'd'));
  });

  it('takes the data folder from BESTIARY_DATA_DIR, and the flag before it', () => {
    const env = { BESTIARY_DATA_DIR: '/a' };
    expect(readOptions([], env).dataDir).toBe('/a');
    expect(readOptions(['--data-dir', '/b'], env).dataDir).toBe('/b');
  });

  it.each([
    [['--prot', '1'], /--prot/],
    [['--port', 'web'], /--port.*"web"/],
    [['--port', ''], /--port/],
    [['--port', '65536'], /65536/],
    [['--data', 'nowhere'], /no folder .*nowhere/],
    [['birds'], /birds/],
  ])('names what is wrong in %j', (args, message) => {
    expect(() => readOptions(args, {})).toThrow(message);
  });
});
