/**
 * Threads that run the tasks of one job after another, on one shared memory. The caller works too,
 * so a job ends even if no thread joins in; unlike with a GPU's queue, the caller blocks until all
 * tasks are done.
 *
 * The words of `control` in the memory, all of them read and written atomically:
 *   0  epoch: counts the jobs; threads wait for it to change
 *   1  claim: the low 16 bits of the epoch, and the next task that nobody has begun
 *   2  done: tasks that are finished; the caller waits for it
 *   3  tasks, 4 kernel, 5 address of the job
 * A thread takes a task by incrementing the claim from the value that it read: a thread that is
 * late, with the number of an older job, finds another epoch there and takes nothing.
 */
export type Kernel = (job: number, task: number, scratch: number) => void;

/** What a thread needs; it can be sent to a worker. */
export interface ThreadMember {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  /** Names of the module's kernels, in the order of their numbers. */
  readonly kernels: readonly string[];
  /** Address of the pool's words. */
  readonly control: number;
  /** Address of the bytes that only this thread writes. */
  readonly scratch: number;
}

/** A worker that was started, as the pool sees it. */
export interface Thread {
  /** Resolves when it can work; rejects if it could not start. */
  readonly up: Promise<void>;
  readonly end: () => void;
}

/** The most tasks of a job: they are counted in 16 bits, whose last value means none. */
export const maxTasks = 0xfffe;
/**
 * How often a thread polls a word before it goes to sleep: about as long as falling asleep and
 * waking takes.
 */
const spins = 2_000;
/** The most waits in a row, of a second each, in which none of the other threads' tasks ends. */
const maxIdleWaits = 60;

const word = { epoch: 0, claim: 1, done: 2, tasks: 3, kernel: 4, job: 5 } as const;
const claimOf = (epoch: number, task: number): number => ((epoch & 0xffff) << 16) | task;

const wordsOf = ({ memory, control }: ThreadMember): Int32Array => new Int32Array(memory.buffer, control, 8);

function instantiate({ memory, module, kernels }: ThreadMember): Kernel[] {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return kernels.map((name) => exports[name] as Kernel);
}

/** Takes tasks of the job of this epoch and runs them until none is left. */
function work(words: Int32Array, kernels: readonly Kernel[], scratch: number, epoch: number): void {
  for (;;) {
    const claim = Atomics.load(words, word.claim);
    const task = claim & 0xffff;
    if (claim >>> 16 !== (epoch & 0xffff) || task >= Atomics.load(words, word.tasks)) return;
    const kernel = kernels[Atomics.load(words, word.kernel)];
    const job = Atomics.load(words, word.job);
    if (Atomics.compareExchange(words, word.claim, claim, claim + 1) !== claim) continue;
    kernel?.(job, task, scratch);
    if (Atomics.add(words, word.done, 1) + 1 === Atomics.load(words, word.tasks))
      Atomics.notify(words, word.done);
  }
}

/** Runs a thread, which never returns and ends with its worker. Calls `up` once it can work. */
export function serve(member: ThreadMember, up: () => void): never {
  const kernels = instantiate(member);
  const words = wordsOf(member);
  let epoch = Atomics.load(words, word.epoch);
  up();
  for (;;) {
    let now = Atomics.load(words, word.epoch);
    for (let spin = 0; now === epoch && spin < spins; spin++) now = Atomics.load(words, word.epoch);
    if (now === epoch) {
      Atomics.wait(words, word.epoch, epoch);
      continue;
    }
    epoch = now;
    work(words, kernels, member.scratch, epoch);
  }
}

/** Rejects after `ms`, unless `promise` settles before. */
function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export class ThreadPool {
  private readonly words: Int32Array;
  private readonly kernels: readonly Kernel[];
  private threads: Thread[] = [];
  private failure: Error | null = null;

  /** `member`: the caller's own. */
  constructor(private readonly member: ThreadMember) {
    this.words = wordsOf(member);
    this.kernels = instantiate(member);
  }

  /** The number of working threads, counting the caller. */
  get size(): number {
    return 1 + this.threads.length;
  }

  /**
   * Adds the threads that are up within `ms`; the others are ended. Never rejects: `size` tells how
   * many came up. Await it before the first job: a caller that blocks cannot start a worker.
   */
  async add(started: readonly Thread[], ms: number): Promise<void> {
    const came = await Promise.allSettled(started.map(({ up }) => within(up, ms)));
    for (const [index, thread] of started.entries()) {
      if (came[index]?.status === 'fulfilled') this.threads.push(thread);
      else thread.end();
    }
  }

  /**
   * Runs tasks 0 … `tasks` − 1 of a job and returns when all are done. Throws a RangeError for more
   * than `maxTasks`, and an Error if a thread does not end its task within a minute: from then on
   * every job throws it.
   */
  run(kernel: number, job: number, tasks: number): void {
    if (this.failure) throw this.failure;
    if (tasks > maxTasks) throw new RangeError(`A job of ${tasks} tasks; the most is ${maxTasks}`);
    if (tasks <= 1 || this.threads.length === 0) {
      for (let task = 0; task < tasks; task++) this.kernels[kernel]?.(job, task, this.member.scratch);
      return;
    }
    const { words } = this;
    const epoch = Atomics.load(words, word.epoch) + 1;
    // No thread may take a task before all words belong to the new job.
    Atomics.store(words, word.claim, claimOf(epoch, 0xffff));
    Atomics.store(words, word.done, 0);
    Atomics.store(words, word.tasks, tasks);
    Atomics.store(words, word.kernel, kernel);
    Atomics.store(words, word.job, job);
    Atomics.store(words, word.claim, claimOf(epoch, 0));
    Atomics.store(words, word.epoch, epoch);
    Atomics.notify(words, word.epoch);
    work(words, this.kernels, this.member.scratch, epoch);
    this.awaitOthers(tasks);
  }

  /** Ends all threads except the caller. */
  end(): void {
    for (const thread of this.threads) thread.end();
    this.threads = [];
  }

  private awaitOthers(tasks: number): void {
    const { words } = this;
    const done = (): number => Atomics.load(words, word.done);
    for (let spin = 0; spin < spins; spin++) if (done() === tasks) return;
    let seen = done();
    for (let idle = 0; seen !== tasks;) {
      const waited = Atomics.wait(words, word.done, seen, 1_000);
      const now = done();
      idle = waited === 'timed-out' && now === seen ? idle + 1 : 0;
      seen = now;
      if (idle < maxIdleWaits) continue;
      this.failure = new Error(`A thread of the CPU engine did not end its task within ${maxIdleWaits} s`);
      throw this.failure;
    }
  }
}
