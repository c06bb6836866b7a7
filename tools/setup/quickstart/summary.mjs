/**
 * What `bestiary train --json` prints, as far as the table shows it.
 * @typedef {object} TrainReport
 * @property {string} url
 * @property {string} backend
 * @property {{name: string}} weights
 * @property {{accuracy: number | null, balancedAccuracy: number | null}} final
 * @property {Record<string, number>} timings milliseconds by phase
 */

/**
 * The table that ends a quickstart.
 * @param {TrainReport} report
 * @param {{images: string, dataDir: string}} folders
 */
export function summary({ url, backend, weights, final, timings }, { images, dataDir }) {
  /** @type {[string, string][]} */
  const rows = [
    ['images', images],
    ['engine', backend],
    ['weights', weights.name],
    ...Object.entries(timings).map(([phase, ms]) => row(`time: ${phase}`, `${(ms / 1_000).toFixed(2)} s`)),
    ['validation accuracy', percent(final.accuracy)],
    ['balanced accuracy', percent(final.balancedAccuracy)],
    ['data folder', dataDir],
    ['run', url],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

/** @param {string} name @param {string} value @returns {[string, string]} */
function row(name, value) {
  return [name, value];
}

/** @param {number | null} share */
function percent(share) {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}
