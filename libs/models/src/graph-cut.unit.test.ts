import { describe, expect, it } from 'vitest';
import { cutGraph } from './graph-cut.ts';
import { efficientNetB0 } from './efficientnet.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';

const graph = mobileNetV2(0.35, 64);
const last = (names: readonly { name: string }[]): string => names.at(-1)!.name;

describe('a cut for fine-tuning', () => {
  it('is made right below the layer where nothing else passes', () => {
    const { below, above, trained } = cutGraph(graph, 'Conv_1');
    expect(last(below)).toBe('block_16_project_BN');
    expect(above[0]!.name).toBe('Conv_1');
    expect(trained.map(({ layer, name }) => `${layer}/${name}`)).toEqual([
      'Conv_1/kernel',
      'Conv_1_bn/gamma',
      'Conv_1_bn/beta',
    ]);
    expect(trained[0]).toMatchObject({ shape: [1, 1, 112, 1280], length: 112 * 1280 });
  });

  it('is made below the whole block for a layer within a residual one, whose lower layers are not trained', () => {
    const { below, trained } = cutGraph(graph, 'block_14_depthwise');
    expect(last(below)).toBe('block_13_project_BN');
    expect(trained[0]!.layer).toBe('block_14_depthwise');
  });

  it('is made below the gate as well, where channels are weighed by what they hold', () => {
    const { below } = cutGraph(efficientNetB0(64), 'block6a_se_reduce');
    expect(last(below)).toBe('block6a_activation');
  });

  it("counts layers as Python does in Keras' list: from the first, or with a minus from the last", () => {
    expect(graph.layers).toHaveLength(155);
    expect(cutGraph(graph, 100)).toEqual(cutGraph(graph, graph.layers[100]!.name));
    expect(graph.layers[100]!.name).toBe('block_11_expand_relu');
    expect(cutGraph(graph, '100')).toEqual(cutGraph(graph, 100));
    for (const from of [-4, '-4']) expect(cutGraph(graph, from)).toEqual(cutGraph(graph, 'Conv_1'));
  });

  it('leaves the input alone below when everything is trained', () => {
    for (const from of [0, 1, 'Conv1']) {
      const { below, trained } = cutGraph(graph, from);
      expect(below.map(({ kind }) => kind)).toEqual(['input']);
      expect(trained[0]!.layer).toBe('Conv1');
    }
  });

  it('is refused with the value at a layer that is not there, and where nothing above can be trained', () => {
    for (const from of ['Conv_2', 155, -156, 1.5]) {
      expect(() => cutGraph(graph, from)).toThrow(`no layer "${from}"`);
    }
    expect(() => cutGraph(graph, 'out_relu')).toThrow('nothing to train from layer "out_relu" on');
  });
});
