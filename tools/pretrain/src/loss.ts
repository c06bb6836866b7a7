import tf from '@tensorflow/tfjs-node';
import { TASKS } from './task.ts';

const LABEL_SMOOTHING = 0.05;

/**
 * Weighted sum of the tasks' softmax cross-entropies, each a mean over the pictures that have a label for it; a share
 * of every label is spread over all classes (Szegedy et al., arXiv:1512.00567, section 7).
 *
 * @param logits `[n, classes of all tasks]`
 * @param labels `[tasks, n]` int32, −1 where there is none
 */
export function multiTaskLoss(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Scalar {
  const losses = perTask(logits, labels, (task, ofTask, label) => {
    const classes = task.classes.length;
    const known = label.greaterEqual(0).cast('float32');
    const target = tf
      .oneHot(label, classes)
      .mul(1 - LABEL_SMOOTHING)
      .add(LABEL_SMOOTHING / classes);
    const crossEntropy = target.mul(tf.logSoftmax(ofTask)).sum(1).neg();
    return crossEntropy.mul(known).sum().div(known.sum().maximum(1)).mul(task.weight);
  });
  return tf.addN(losses) as tf.Scalar;
}

/** How many pictures have a label for each task, and how many of those are right: `[tasks, 2]`. */
export function countRight(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor2D {
  const counts = perTask(logits, labels, (_, ofTask, label) => {
    const known = label.greaterEqual(0).sum();
    const right = ofTask.argMax(1).cast('int32').equal(label).sum();
    return tf.stack([known, right]);
  });
  return tf.stack(counts) as tf.Tensor2D;
}

function perTask(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  compute: (task: (typeof TASKS)[number], logits: tf.Tensor2D, labels: tf.Tensor1D) => tf.Tensor,
): tf.Tensor[] {
  const parts = tf.split<tf.Tensor2D>(
    logits,
    TASKS.map((task) => task.classes.length),
    1,
  );
  const rows = tf.unstack(labels) as tf.Tensor1D[];
  return TASKS.map((task, i) => compute(task, parts[i]!, rows[i]!));
}
