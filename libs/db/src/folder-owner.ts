import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { isAlive, startOf } from './process-identity.ts';

/**
 * Makes this process the one that may start and stop what lives in a folder, by the file `owner` in it. The claim of a
 * process that has died is taken over.
 *
 * @returns gives the folder up
 * @throws BestiaryError `conflict` where another living process owns the folder
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'owner');
  const claim = `${process.pid} ${(await startOf(process.pid)) ?? ''}`;
  for (;;) {
    try {
      await writeFile(file, claim, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = await livingOwner(file);
    if (pid !== undefined) {
      throw new BestiaryError('conflict', `process ${pid} uses the data folder ${folder}`, {
        hint: 'stop it first, or give this one another data folder (BESTIARY_DATA_DIR)',
      });
    }
    await rm(file, { force: true });
  }
}

async function livingOwner(file: string): Promise<number | undefined> {
  const claim = await readFile(file, 'utf8').catch(() => '');
  const [pidText, start] = claim.split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const now = await startOf(pid);
  return now !== undefined && start !== '' && now !== start ? undefined : pid;
}
