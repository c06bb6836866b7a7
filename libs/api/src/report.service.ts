import { BestiaryError } from '@bestiary/contracts/error';
import { type Report, type ReportSummary, type SaveReportInput } from '@bestiary/contracts/report';
import { type ReportRepository } from '@bestiary/db/repositories/report.repository';

export class ReportService {
  readonly #reports: ReportRepository;

  constructor(reports: ReportRepository) {
    this.#reports = reports;
  }

  list(): Promise<ReportSummary[]> {
    return this.#reports.list();
  }

  /** @throws BestiaryError `not_found` */
  async get(id: string): Promise<Report> {
    const report = await this.#reports.find(id);
    if (report === undefined) throw noReport(id);
    return report;
  }

  /**
   * Keeps a report, new or changed.
   *
   * @returns from when the version kept is
   * @throws BestiaryError `conflict` where it was changed since by someone else, `not_found` where it is gone
   */
  async save({ changed, ...report }: SaveReportInput): Promise<{ updatedAt: string }> {
    const updatedAt = await (changed === null
      ? this.#reports.add(report)
      : this.#reports.change(report, changed));
    if (updatedAt !== undefined) return { updatedAt };
    const there = await this.#reports.find(report.id);
    if (there === undefined) throw noReport(report.id);
    if (there.title === report.title && there.markdown === report.markdown)
      return { updatedAt: there.updatedAt };
    throw new BestiaryError(
      'conflict',
      `the report "${there.title}" was changed meanwhile, at ${there.updatedAt}`,
      {
        hint: 'copy your text, load the report anew and put it in',
      },
    );
  }

  /** No error where there is none. */
  delete(id: string): Promise<void> {
    return this.#reports.delete(id);
  }

  /**
   * Brings a deleted report back.
   *
   * @throws BestiaryError `not_found`
   */
  async restore(id: string): Promise<void> {
    if (!(await this.#reports.restore(id))) throw noReport(id);
  }
}

function noReport(id: string): BestiaryError {
  return new BestiaryError('not_found', `there is no report ${id}`);
}
