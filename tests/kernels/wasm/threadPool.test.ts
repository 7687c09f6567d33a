import { describe, expect, it } from 'vitest';
import { ModuleBuilder } from '../../../src/kernels/wasm/assembler';
import { f32, i32 } from '../../../src/kernels/wasm/instructions';
import { defineKernel } from '../../../src/kernels/wasm/kernel';
import { maxTasks, ThreadPool, type Thread, type ThreadMember } from '../../../src/kernels/wasm/threadPool';
import { startThread } from '../../helpers/startThread';

/** Counts at each task's own word how often it ran, times the job's factor. */
const count = defineKernel('count', { words: 'i32', factor: 'f32' }, ({ field, task }) => {
  const at = i32.add(field.words, i32.shl(task, 2));
  return [f32.store(at, f32.add(f32.load(at), field.factor))];
});
const controlAt = 256;
const jobAt = 512;
const wordsAt = 1_024;

function member(): ThreadMember {
  const builder = new ModuleBuilder();
  count.emit(builder, { tile: { rows: 4, columns: 8 }, fma: false });
  return {
    memory: new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true }),
    module: new WebAssembly.Module(builder.bytes(true, 8)),
    kernels: ['count'],
    control: controlAt,
    scratch: 0,
  };
}

/** The words of the tasks after a job. */
function counted(pool: ThreadPool, { memory }: ThreadMember, tasks: number, factor: number): Float32Array {
  const words = new Float32Array(memory.buffer, wordsAt, tasks);
  words.fill(0);
  new Int32Array(memory.buffer)[jobAt / 4] = wordsAt;
  new Float32Array(memory.buffer)[jobAt / 4 + 1] = factor;
  pool.run(0, jobAt, tasks);
  return words.slice();
}

const never = (ended: () => void): Thread => ({ up: new Promise<void>(() => undefined), end: ended });
const broken = (ended: () => void): Thread => ({ up: Promise.reject(new Error('no')), end: ended });

describe('the thread pool', () => {
  it.each([0, 1, 2, 4])('runs each task once, with %i threads besides the caller', async (others) => {
    const given = member();
    const pool = new ThreadPool(given);
    await pool.add(
      Array.from({ length: others }, () => startThread(given)),
      60_000,
    );
    expect(pool.size).toBe(others + 1);
    // Jobs that follow each other at once, of few tasks and many: late threads must find nothing of
    // the one before.
    for (let job = 1; job <= 300; job++) {
      const tasks = [1, 2, 7, 1_000][job % 4] ?? 1;
      expect(new Set(counted(pool, given, tasks, job))).toEqual(new Set([job]));
    }
    pool.end();
    expect(pool.size).toBe(1);
    expect(new Set(counted(pool, given, 5, 2))).toEqual(new Set([2]));
  });

  it('ends a thread that does not come up in time or cannot, and works with the rest', async () => {
    const given = member();
    const pool = new ThreadPool(given);
    const real = startThread(given);
    await real.up;
    const ended: string[] = [];
    await pool.add([never(() => ended.push('never')), real, broken(() => ended.push('broken'))], 20);
    expect(ended).toEqual(['never', 'broken']);
    expect(pool.size).toBe(2);
    expect(new Set(counted(pool, given, 1_000, 3))).toEqual(new Set([3]));
    pool.end();
  });

  it('runs the most tasks of a job, and refuses more', () => {
    const given = member();
    const pool = new ThreadPool(given);
    expect(new Set(counted(pool, given, maxTasks, 1))).toEqual(new Set([1]));
    expect(() => pool.run(0, jobAt, maxTasks + 1)).toThrow(RangeError);
    expect(() => pool.run(0, jobAt, maxTasks + 1)).toThrow('65535 tasks; the most is 65534');
  });

  it('runs the most tasks of a job with threads, and nothing of a job without tasks', async () => {
    const given = member();
    const pool = new ThreadPool(given);
    await pool.add([startThread(given)], 60_000);
    expect(new Set(counted(pool, given, maxTasks, 2))).toEqual(new Set([2]));
    expect(counted(pool, given, 0, 1)).toHaveLength(0);
    pool.end();
  });
});
