import { kerasFeaturesOn } from './keras-features.test.ts';

kerasFeaturesOn('onnxruntime');
