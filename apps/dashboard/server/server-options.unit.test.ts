import { describe, expect, it } from 'vitest';
import { readServerOptions } from './server-options.ts';

describe('readServerOptions', () => {
  it('listens on this machine alone unless told otherwise', () => {
    expect(readServerOptions([], {})).toMatchObject({ host: '127.0.0.1', port: 4810, dev: false });
  });
  it('takes a flag before a variable, and an empty variable for none', () => {
    expect(readServerOptions(['--port', '0'], { PORT: '5000' }).port).toBe(0);
    expect(readServerOptions([], { PORT: '', HOST: '' })).toMatchObject({ host: '127.0.0.1', port: 4810 });
  });
  it('reads names of hosts', () => {
    expect(readServerOptions([], { BESTIARY_ALLOWED_HOSTS: 'A.example, b.example,' }).allowedHosts).toEqual([
      'a.example',
      'b.example',
    ]);
  });
  it.each([
    ['an unknown flag', ['--prot', '1'], {}, /--prot/],
    ['a port that is none', ['--port', 'web'], {}, /--port.*web/],
    ['a port that is too large', [], { PORT: '65536' }, /PORT.*65536/],
  ])('names %s', (_, args, variables, message) => {
    expect(() => readServerOptions(args, variables)).toThrow(message);
  });
});
