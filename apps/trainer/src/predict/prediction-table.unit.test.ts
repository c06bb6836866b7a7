import { describe, expect, it } from 'vitest';
import { predictionTable, type ImagePrediction } from './prediction-table.ts';

const predictions: ImagePrediction[] = [
  { path: 'a.jpg', predicted: 'bear', probabilities: { bear: 0.7, dragon: 0.1, wolf: 0.2 } },
  { path: 'far/b.jpg', predicted: 'dragon', probabilities: { bear: 0.05, dragon: 0.9, wolf: 0.05 } },
];

describe('the table of predictions', () => {
  it('has a row an image: path, class, probability, in columns', () => {
    expect(predictionTable(predictions, 1)).toBe('a.jpg      bear    0.7000\nfar/b.jpg  dragon  0.9000');
  });

  it('shows the next classes below, the more probable first', () => {
    expect(predictionTable(predictions.slice(0, 1), 2)).toBe('a.jpg  bear  0.7000\n       wolf  0.2000');
  });

  it('shows the predicted class first, also where a threshold chose the less probable one', () => {
    const rare = { path: 'a.jpg', predicted: 'dragon', probabilities: { bear: 0.6, dragon: 0.4 } };
    expect(
      predictionTable([rare], 2)
        .split('\n')
        .map((row) => row.trim()),
    ).toEqual(['a.jpg  dragon  0.4000', 'bear    0.6000']);
  });
});
