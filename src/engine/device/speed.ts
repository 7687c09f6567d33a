/**
 * Measures how fast a backend multiplies matrices, to detect a software adapter that the browser
 * does not name. Runs in the worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';

const side = 512;
/** Enough work to outweigh the wait for a read-back, which takes up to 0.1 s in some browsers. */
const usualProducts = 16;

/**
 * GFLOP/s of a chain of `products` 512³ matrix products, without compilation and the first
 * read-back.
 */
export async function productRate(products = usualProducts): Promise<number> {
  const chain = (): tf.Scalar =>
    tf.tidy(() => {
      const mean = tf.mul<tf.Tensor2D>(tf.ones([side, side]), 1 / side);
      let x = mean;
      for (let i = 0; i < products; i++) x = tf.matMul(x, mean); // [512, 512], stays 1/512
      return tf.sum<tf.Scalar>(x);
    });
  let seconds = 0;
  for (let run = 0; run < 2; run++) {
    const began = performance.now();
    const result = chain();
    await result.data();
    result.dispose();
    seconds = (performance.now() - began) / 1000;
  }
  return (products * 2 * side ** 3) / seconds / 1e9;
}

/**
 * Below this the adapter is a CPU: lavapipe and SwiftShader reach 1 to 6 GFLOP/s, a phone's GPU
 * tens.
 */
export const softwareRate = 15;
