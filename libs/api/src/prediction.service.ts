import { type Split } from '@bestiary/contracts/dataset';
import { BestiaryError } from '@bestiary/contracts/error';
import {
  type Evaluation,
  type Gallery,
  MAX_PREDICTION_COLUMNS,
  MAX_PREDICTION_PROBABILITIES,
  type Prediction,
  type PredictionColumns,
} from '@bestiary/contracts/prediction';
import { violatedConstraint } from '@bestiary/db/database-error';
import { type PredictionRepository } from '@bestiary/db/repositories/prediction.repository';
import { emptyConfusion } from '@bestiary/metrics/confusion';
import { evaluate } from '@bestiary/metrics/evaluation';
import { noRun } from './run.service.ts';

export class PredictionService {
  readonly #predictions: PredictionRepository;

  constructor(predictions: PredictionRepository) {
    this.#predictions = predictions;
  }

  /** @throws BestiaryError `invalid_input` where a label or predicted class has no probability beside it */
  async log(runId: string, split: Split, predictions: readonly Prediction[]): Promise<{ rows: number }> {
    const classes = predictions[0]?.probabilities.length ?? 0;
    for (const { path, label, predicted, probabilities } of predictions) {
      if (probabilities.length !== classes || label >= classes || predicted >= classes) {
        throw new BestiaryError(
          'invalid_input',
          `the prediction of ${path} (label ${label}, predicted ${predicted}, ${probabilities.length} probabilities) does not fit ${classes} classes`,
        );
      }
    }
    try {
      return { rows: await this.#predictions.log(runId, split, predictions) };
    } catch (error) {
      throw violatedConstraint(error) === 'predictions_run_id_fkey' ? noRun(runId) : error;
    }
  }

  /** Every figure counted from the stored predictions. */
  async evaluation(runId: string, split: Split): Promise<Evaluation> {
    const [names, pairs] = await Promise.all([
      this.#predictions.classNames(runId),
      this.#predictions.countPairs(runId, split),
    ]);
    if (names === undefined) throw noRun(runId);
    const classNames = [...names];
    // predictions may know more classes than the data set names: they are shown by number
    const classes = Math.max(classNames.length, ...pairs.map((p) => Math.max(p.predicted, p.label) + 1));
    for (let c = classNames.length; c < classes; c++) classNames.push(String(c));
    const confusion = emptyConfusion(classes);
    for (const { predicted, label, count } of pairs) confusion[predicted]![label] = count;
    return evaluate({ runId, split, classNames, confusion });
  }

  /**
   * All predictions of a run's split.
   *
   * @throws BestiaryError `too_large` for more than {@link MAX_PREDICTION_COLUMNS}, or
   *   {@link MAX_PREDICTION_PROBABILITIES} of theirs
   */
  async columns(runId: string, split: Split): Promise<PredictionColumns> {
    const [names, size] = await Promise.all([
      this.#predictions.classNames(runId),
      this.#predictions.sizeOf(runId, split),
    ]);
    if (names === undefined) throw noRun(runId);
    if (size.rows > MAX_PREDICTION_COLUMNS || size.rows * size.classes > MAX_PREDICTION_PROBABILITIES) {
      throw new BestiaryError(
        'too_large',
        `run ${runId} has ${size.rows} ${split} predictions of ${size.classes} classes: too many to be sent at once`,
        {
          hint: `at most ${MAX_PREDICTION_COLUMNS} predictions and ${MAX_PREDICTION_PROBABILITIES} probabilities are`,
        },
      );
    }
    const rows = await this.#predictions.columns(runId, split);
    const classes = rows.length === 0 ? names.length : size.classes;
    const probabilities = new Float32Array(rows.length * classes);
    rows.forEach((row, i) => probabilities.set(row.probabilities, i * classes));
    return {
      runId,
      split,
      classNames: Array.from({ length: classes }, (_, c) => names[c] ?? String(c)),
      paths: rows.map((row) => row.path),
      images: rows.map((row) => row.image),
      labels: rows.map((row) => row.label),
      probabilities: Buffer.from(probabilities.buffer).toString('base64'),
      widths: rows.map((row) => row.width),
      heights: rows.map((row) => row.height),
      brightnesses: rows.map((row) => row.brightness),
      sharpnesses: rows.map((row) => row.sharpness),
      previews: rows.map((row) => Number(row.hasPreview)),
    };
  }

  gallery(query: Parameters<PredictionRepository['gallery']>[0]): Promise<Gallery> {
    return this.#predictions.gallery(query);
  }
}
