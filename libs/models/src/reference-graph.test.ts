import { ACTIVATE } from './activation.ts';
import { type Layer, type LayerGraph, layerShapes } from './layer-graph.ts';
import { type WeightMap, weightOf } from './weight-map.ts';

/**
 * What every layer of a graph puts out for one image, computed the slow and plain way: layer by layer, nothing folded,
 * in float64.
 *
 * @param image `[size, size, 3]` as the first layer gets it
 */
export function referenceOutputs(
  graph: LayerGraph,
  weights: WeightMap,
  image: Float64Array,
): Map<string, Float64Array> {
  const shapes = layerShapes(graph);
  const outputs = new Map<string, Float64Array>();
  for (const layer of graph.layers) {
    const [height, width, channels] = shapes.get(layer.name)! as [number, number, number];
    if (layer.kind === 'input') {
      outputs.set(layer.name, image);
      continue;
    }
    const x = outputs.get(layer.from)!;
    const [inHeight, inWidth, inChannels] = shapes.get(layer.from)! as [number, number, number];
    const read = (row: number, column: number, channel: number): number =>
      row < 0 || row >= inHeight || column < 0 || column >= inWidth
        ? 0
        : x[(row * inWidth + column) * inChannels + channel]!;
    const fill = (value: (row: number, column: number, channel: number) => number): Float64Array => {
      const output = new Float64Array(height * width * channels);
      let i = 0;
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          for (let channel = 0; channel < channels; channel++) output[i++] = value(row, column, channel);
      return output;
    };
    outputs.set(layer.name, outputOf(layer));

    function outputOf(layer: Exclude<Layer, { kind: 'input' }>): Float64Array {
      switch (layer.kind) {
        case 'conv':
        case 'depthwiseConv': {
          const { kernelSize: k, stride } = layer;
          const kernel = weightOf(weights, layer.name, 'kernel').data;
          const before = (size: number, out: number): number =>
            layer.padding === 'valid' ? 0 : Math.floor(Math.max((out - 1) * stride + k - size, 0) / 2);
          const top = before(inHeight, height);
          const left = before(inWidth, width);
          return fill((row, column, channel) => {
            let sum = 0;
            for (let i = 0; i < k; i++)
              for (let j = 0; j < k; j++) {
                const [r, c] = [row * stride + i - top, column * stride + j - left];
                if (layer.kind === 'depthwiseConv')
                  sum += read(r, c, channel) * kernel[(i * k + j) * channels + channel]!;
                else
                  for (let from = 0; from < inChannels; from++)
                    sum += read(r, c, from) * kernel[((i * k + j) * inChannels + from) * channels + channel]!;
              }
            return layer.kind === 'conv' && layer.bias
              ? sum + weightOf(weights, layer.name, 'bias').data[channel]!
              : sum;
          });
        }
        case 'batchNorm': {
          const [gamma, beta, mean, variance] = (
            ['gamma', 'beta', 'moving_mean', 'moving_variance'] as const
          ).map((name) => weightOf(weights, layer.name, name).data);
          return x.map((value, i) => {
            const c = i % channels;
            return (gamma![c]! * (value - mean![c]!)) / Math.sqrt(variance![c]! + layer.epsilon) + beta![c]!;
          });
        }
        case 'activation':
          return x.map(ACTIVATE[layer.activation]);
        case 'zeroPad': {
          const [[top], [left]] = layer.padding;
          return fill((row, column, channel) => read(row - top, column - left, channel));
        }
        case 'add': {
          const y = outputs.get(layer.plus)!;
          return x.map((value, i) => value + y[i]!);
        }
        case 'multiply': {
          const y = outputs.get(layer.by)!;
          return x.map((value, i) => value * y[i % channels]!);
        }
        case 'globalAveragePool': {
          const sums = new Float64Array(inChannels);
          x.forEach((value, i) => (sums[i % inChannels]! += value));
          return sums.map((sum) => sum / (inHeight * inWidth));
        }
      }
    }
  }
  return outputs;
}
