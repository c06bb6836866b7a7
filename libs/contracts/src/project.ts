import { z } from 'zod';
import { Id } from './id.ts';

/** A project's or run's name: any printable text, one line. */
export const Name = z
  .string()
  .trim()
  .min(1, 'a name needs at least one character')
  .max(200, 'a name has at most 200 characters')
  .regex(/^\P{Cc}+$/u, 'a name may not contain control characters');

export const Project = z.object({ id: Id, name: Name, createdAt: z.iso.datetime(), runCount: z.int() });
export type Project = z.infer<typeof Project>;

/** Makes the project if its name is new, else returns the one there is. */
export const EnsureProjectInput = z.object({ id: Id, name: Name });
