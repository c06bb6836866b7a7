import { BestiaryError } from '@bestiary/contracts/error';
import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { HttpStatusError, isTransient, reasonOf, toBestiaryError } from './failure.ts';

function answered(httpStatus: number): TRPCClientError<never> {
  return TRPCClientError.from({ error: { code: -32_000, message: 'no', data: { httpStatus } } });
}

describe('isTransient', () => {
  it.each([408, 429, 500, 502, 503, 504])('%i from the server is worth another try', (status) => {
    expect(isTransient(answered(status))).toBe(true);
    expect(isTransient(new HttpStatusError(status, ''))).toBe(true);
  });

  it.each([400, 403, 404, 409, 412, 413, 422])('%i from the server is final', (status) => {
    expect(isTransient(answered(status))).toBe(false);
    expect(isTransient(new HttpStatusError(status, ''))).toBe(false);
  });

  it('no answer at all is worth another try', async () => {
    const refused: unknown = await fetch('http://127.0.0.1:1/').catch((error: unknown) => error);
    expect(isTransient(TRPCClientError.from(refused as Error))).toBe(true);
    expect(isTransient(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))).toBe(true);
  });

  it('a defect of this program is final', () => {
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
  });
});

describe('toBestiaryError', () => {
  it('names the server and the innermost reason when there was no answer', () => {
    const refused = new Error('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
    const error = toBestiaryError(TRPCClientError.from(refused), 'http://127.0.0.1:1');
    expect(error.code).toBe('unavailable');
    expect(error.message).toBe('no answer from http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1');
  });

  it("keeps the server's own code and hint", () => {
    const data = { httpStatus: 412, bestiary: { code: 'schema_too_new', hint: 'upgrade' } };
    const refused = TRPCClientError.from({ error: { code: -32_000, message: 'too new', data } });
    expect(toBestiaryError(refused, 'http://x')).toMatchObject({ code: 'schema_too_new', hint: 'upgrade' });
  });

  it('keeps the code that the status stands for', () => {
    expect(toBestiaryError(answered(404), 'http://x').code).toBe('not_found');
    expect(toBestiaryError(new BestiaryError('conflict', 'taken'), 'http://x').code).toBe('conflict');
  });
});

describe('backoffMs', () => {
  it('doubles up to five seconds and keeps half of the wait random', () => {
    expect([1, 2, 3, 10].map((attempt) => backoffMs(attempt, 1))).toEqual([100, 200, 400, 5_000]);
    expect([1, 2, 3, 10].map((attempt) => backoffMs(attempt, 0))).toEqual([50, 100, 200, 2_500]);
  });
});

it('reasonOf looks into aggregate errors (a host with two addresses)', () => {
  expect(reasonOf(new AggregateError([new Error('connect ECONNREFUSED ::1:1')]))).toBe(
    'connect ECONNREFUSED ::1:1',
  );
});
