import { TASKS } from './task.ts';
import { type StepReport } from './trainer.ts';

/** Gathers steps and prints their mean as one line. */
export class ProgressLine {
  private readonly steps: number;
  private readonly start = performance.now();
  private reports: StepReport[] = [];
  private done = 0;

  constructor(steps: number) {
    this.steps = steps;
  }

  add(report: StepReport): void {
    this.reports.push(report);
    this.done++;
  }

  print(step: number, size: number): void {
    const reports = this.reports;
    this.reports = [];
    const mean = (read: (report: StepReport) => number): string => {
      const values = reports.map(read).filter(Number.isFinite);
      return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
    };
    const seconds = (performance.now() - this.start) / 1000;
    const left = Math.round(((this.steps - step) * seconds) / this.done / 60);
    const accuracies = TASKS.map(({ name }) => `${name} ${mean((report) => report.accuracy[name])}`);
    const loss = mean((report) => report.loss);
    console.log(
      `step ${step}/${this.steps}  ${size} px  loss ${loss}  ${accuracies.join('  ')}  about ${left} min left`,
    );
  }
}
