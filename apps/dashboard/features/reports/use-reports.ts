'use client';
import type { Id } from '@bestiary/contracts/id';
import { uuidv7 } from '@bestiary/contracts/id';
import type { Report } from '@bestiary/contracts/report';
import { useQueryClient } from '@tanstack/react-query';
import { tell } from '../shell/toasts.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { withChart } from './report-block.ts';

/** What can be done with reports; each way back is offered in a message. */
export function useReports() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.reports.pathFilter());
  const failed = (what: string) => (error: unknown) =>
    tell({ text: `${what}: ${error instanceof Error ? error.message : String(error)}`, isError: true });

  const save = async (report: Omit<Report, 'updatedAt'>, changed: string | null): Promise<string> => {
    const { updatedAt } = await client.reports.save.mutate({ ...report, changed });
    await refresh();
    return updatedAt;
  };
  return {
    save,
    /** @returns the id of a new report */
    create: async (title: string, markdown = ''): Promise<Id> => {
      const id = uuidv7();
      await save({ id, title, markdown }, null);
      return id;
    },
    /** Adds a chart to the end of a report. */
    addChart: async (id: string, line: string): Promise<void> => {
      try {
        const before = await client.reports.get.query({ id });
        const { title } = before;
        const changed = await save(
          { id, title, markdown: withChart(before.markdown, line) },
          before.updatedAt,
        );
        tell({
          text: `Added to ${title}`,
          undo: () =>
            void save({ id, title, markdown: before.markdown }, changed).then(
              () => tell({ text: `Taken out of ${title}` }),
              failed('Not taken out'),
            ),
        });
      } catch (error) {
        failed('Not added')(error);
      }
    },
    /** @returns whether it was deleted */
    remove: async ({ id, title }: Pick<Report, 'id' | 'title'>): Promise<boolean> => {
      try {
        await client.reports.delete.mutate({ id });
        await refresh();
        tell({
          text: `${title} was deleted`,
          undo: () =>
            void client.reports.restore
              .mutate({ id })
              .then(refresh)
              .then(() => tell({ text: `${title} is back` }), failed('Not brought back')),
        });
        return true;
      } catch (error) {
        failed('Not deleted')(error);
        return false;
      }
    },
  };
}
