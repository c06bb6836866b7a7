import { createHash } from 'node:crypto';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Id } from '@bestiary/contracts/id';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';

/**
 * The text of a file that a run logged.
 *
 * @returns undefined where the run has no such file
 * @throws BestiaryError `unavailable` when it can't be had, `integrity` when something else arrives
 */
export async function readRunFile(serverUrl: string, runId: Id, path: string): Promise<string | undefined> {
  const api = createApiClient(serverUrl);
  try {
    const file = (await api.artifacts.list.query({ runId })).find((artifact) => artifact.path === path);
    if (!file) return undefined;
    const { url } = await api.artifacts.downloadUrl.query({ runId, path });
    const answer = await fetch(new URL(url, serverUrl));
    if (!answer.ok) throw new BestiaryError('unavailable', `${path} of run ${runId}: HTTP ${answer.status}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (createHash('sha256').update(bytes).digest('hex') === file.sha256) return bytes.toString('utf8');
    throw new BestiaryError('integrity', `${path} of run ${runId} is not the file that was logged`);
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
}
