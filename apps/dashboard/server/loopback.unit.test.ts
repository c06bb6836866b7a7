import { describe, expect, it } from 'vitest';
import { isLoopback } from './loopback.ts';

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is this machine alone', (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(['0.0.0.0', '::', '192.168.1.7', '127.example.org', 'gpu.local', '::ffff:127.0.0.1', ''])(
    '"%s" may be reached by others',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});
