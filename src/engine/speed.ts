/** How fast a backend multiplies matrices: tells a software adapter whose browser gives it no name. Worker or Node. */
import * as tf from '@tensorflow/tfjs-core';

const side = 512;
/** Enough work that the wait for a read-back, up to 0.1 s in some browsers, does not decide. */
const usualProducts = 16;

/** GFLOP/s of a chain of that many 512³ matrix products, compilation and first read-back left out. */
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

/** Below this a CPU is at work: lavapipe and SwiftShader reach 1 to 6 GFLOP/s, a phone's GPU tens. */
export const softwareRate = 15;
