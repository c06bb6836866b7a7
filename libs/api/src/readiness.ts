import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { migrationState, refuse } from '@bestiary/db/migrate';

const ANSWER_WITHIN_MS = 5_000;

/** What keeps the server from doing its work, part by part; nothing where it can. */
export type Obstacles = Partial<Record<'database' | 'artifacts', string>>;

/** Asks the database (is it there, are its migrations this program's) and the artifact store. */
export async function findObstacles(databaseUrl: string, store: ArtifactStore): Promise<Obstacles> {
  const obstacles: Obstacles = {};
  await Promise.all([
    within(checkDatabase(databaseUrl)).catch((error: unknown) => {
      obstacles.database = messageOf(error);
    }),
    within(store.checkHealth()).catch((error: unknown) => {
      obstacles.artifacts = messageOf(error);
    }),
  ]);
  return obstacles;
}

async function checkDatabase(databaseUrl: string): Promise<void> {
  const state = await migrationState(databaseUrl);
  refuse(state);
  if (state.pending.length > 0) {
    throw new BestiaryError('unavailable', `migrations have not been applied: ${state.pending.join(', ')}`);
  }
}

async function within(check: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BestiaryError('unavailable', `no answer within ${ANSWER_WITHIN_MS} ms`)),
      ANSWER_WITHIN_MS,
    );
  });
  await Promise.race([check, late]).finally(() => clearTimeout(timer));
}
