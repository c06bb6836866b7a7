import { type GraphBuilder } from './graph-builder.ts';

export interface MbConv {
  /** of the block's input, in channels; 1 leaves the expansion out */
  expansion: number;
  filters: number;
  kernelSize: number;
  stride: number;
}

/**
 * EfficientNet's block, an inverted residual with squeeze and excitation: expand, filter each channel, weigh the channels by a gate that a
 * quarter of the block's input channels decide, project.
 *
 * @param prefix of every layer's name: `block1a_`
 * @param depthwise what the depthwise convolution is called, and who pads it at stride 2: a layer of its own (`zeroPad`) or itself (`same`)
 */
export function appendMbConv(
  graph: GraphBuilder,
  prefix: string,
  { expansion, filters, kernelSize, stride }: MbConv,
  depthwise: { name: string; strided: 'zeroPad' | 'same' },
): void {
  const entry = { name: graph.last, channels: graph.channels };
  if (expansion !== 1) {
    graph.conv(`${prefix}expand_conv`, graph.channels * expansion);
    graph.batchNorm(`${prefix}expand_bn`);
    graph.activation(`${prefix}expand_activation`, 'swish');
  }
  const padded = stride === 2 && depthwise.strided === 'zeroPad';
  if (padded) graph.pad(`${prefix}${depthwise.name}_pad`, kernelSize);
  graph.depthwiseConv(`${prefix}${depthwise.name}`, kernelSize, stride, padded ? 'valid' : 'same');
  graph.batchNorm(`${prefix}bn`);
  graph.activation(`${prefix}activation`, 'swish');

  const { last, channels, size } = graph;
  graph.squeeze(`${prefix}se_squeeze`);
  graph.conv(`${prefix}se_reduce`, Math.max(1, Math.trunc(entry.channels / 4)), { bias: true });
  graph.activation(`${prefix}se_reduce_activation`, 'swish');
  graph.conv(`${prefix}se_expand`, channels, { bias: true });
  graph.activation(`${prefix}se_expand_activation`, 'sigmoid');
  graph.gate(`${prefix}se_excite`, last, size);

  graph.conv(`${prefix}project_conv`, filters);
  graph.batchNorm(`${prefix}project_bn`);
  if (stride === 1 && entry.channels === filters) graph.add(`${prefix}add`, entry.name);
}
