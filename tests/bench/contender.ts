/**
 * A contestant seen from the benchmark: a process of its own that answers one request at a time,
 * each within a time.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ContestantId } from './jobs';
import type { AdapterId, Answers, Reply, Request } from './protocol';

const program = fileURLToPath(new URL('child.ts', import.meta.url));
/** Loads TypeScript in the child, whatever runs this process. */
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export class Contender {
  private readonly child: ChildProcess;
  /** Its last words on stderr, for the report if it dies. */
  private lastWords = '';

  constructor(
    readonly id: ContestantId,
    adapter: AdapterId,
  ) {
    this.child = fork(program, [id, adapter], {
      execArgv: ['--import', loader],
      // What it prints must not mix with the report on stdout.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.on('error', ({ message }) => {
      this.lastWords += message;
    });
    this.child.stderr?.on('data', (bytes: Buffer) => {
      this.lastWords = (this.lastWords + bytes.toString()).slice(-2_000);
    });
  }

  /** Rejects if it says no, dies, or is silent for `limitMs`; it is then ended. */
  async ask<K extends keyof Answers>(
    request: Extract<Request, { kind: K }>,
    limitMs: number,
  ): Promise<Answers[K]> {
    const reply = await this.exchange(request, limitMs);
    if (!reply.ok) throw new Error(reply.error);
    return reply.value as Answers[K];
  }

  /** Ends the process at once. */
  end(): void {
    this.child.kill('SIGKILL');
  }

  private exchange(request: Request, limitMs: number): Promise<Reply> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        settle();
      };
      const onMessage = (reply: Reply): void => done(() => resolve(reply));
      const onExit = (code: number | null, signal: string | null): void =>
        done(() => reject(new Error(`its process ended (${signal ?? code}): ${this.lastWords.trim()}`)));
      const timer = setTimeout(() => {
        done(() => reject(new Error(`no answer to "${request.kind}" in ${Math.round(limitMs / 1000)} s`)));
        this.end();
      }, limitMs);
      if (!child.connected) return onExit(child.exitCode, child.signalCode);
      child.once('message', onMessage).once('exit', onExit);
      child.send(request);
    });
  }
}
