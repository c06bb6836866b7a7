import { describe, expect, it } from 'vitest';
import { checkOrigin, isAllowedHost } from './request-origin.ts';

const post = { method: 'POST', host: '127.0.0.1:4810', origin: undefined, fetchSite: undefined };

describe('checkOrigin', () => {
  it('lets programs pass, which send no origin', () => expect(() => checkOrigin(post, [])).not.toThrow());
  it('lets its own pages pass', () => {
    const own = { ...post, origin: 'http://127.0.0.1:4810', fetchSite: 'same-origin' };
    expect(() => checkOrigin(own, [])).not.toThrow();
  });
  it.each([
    ['another site', 'https://evil.example'],
    ['another port of this machine', 'http://127.0.0.1:8888'],
    ['a page without an origin', 'null'],
  ])('refuses a change by %s', (_, origin) => {
    expect(() => checkOrigin({ ...post, origin }, [])).toThrow(/may not change anything/);
  });
  it('refuses a change that a browser calls cross-site, whatever its origin says', () => {
    expect(() => checkOrigin({ ...post, fetchSite: 'cross-site' }, [])).toThrow();
  });
  it('lets other sites link to a page', () => {
    const link = { ...post, method: 'GET', fetchSite: 'cross-site' };
    expect(() => checkOrigin(link, [])).not.toThrow();
  });
  it('refuses to read under a name of another site (DNS rebinding)', () => {
    expect(() => checkOrigin({ ...post, method: 'GET', host: 'evil.example:4810' }, [])).toThrow(
      /evil\.example/,
    );
  });
});

describe('isAllowedHost', () => {
  it.each(['127.0.0.1', '[::1]:4810', 'localhost:4810', '192.168.1.7:4810', 'dashboard:4810', 'gpu.local'])(
    'allows %s',
    (host) => expect(isAllowedHost(host, [])).toBe(true),
  );
  it.each(['', 'evil.example', 'localhost.evil.example:4810', '127.0.0.1.nip.example'])(
    'refuses "%s"',
    (host) => expect(isAllowedHost(host, [])).toBe(false),
  );
  it('allows what it is told to', () => {
    expect(isAllowedHost('Runs.example.org:443', ['runs.example.org'])).toBe(true);
    expect(isAllowedHost('anything.example', ['*'])).toBe(true);
  });
});
