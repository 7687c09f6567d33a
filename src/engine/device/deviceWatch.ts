/**
 * Notices at once that the GPU is lost, before anything that it returned afterwards is used. Runs
 * in the worker or in Node.
 */
import { abortable } from '../../lib/clock';
import { EngineFailure } from '../core/errors';

/**
 * A read may fail because the device is lost before the loss itself is reported: we wait this long
 * for the report.
 */
const settleMs = 500;

const contextLost = 'WebGL: the context is lost';

export class DeviceWatch {
  private readonly controller = new AbortController();

  /**
   * `contextLost` is asked after every wait: a lost WebGL context reads zeros until its event
   * arrives.
   */
  constructor(private readonly contextLost: () => boolean = () => false) {}

  /**
   * Aborted, with an `EngineFailure` as its reason, at the first failure. It is a signal and not a
   * promise because every step waits for it too: a promise that never settles would keep all of
   * those waits in memory.
   */
  get fatal(): AbortSignal {
    return this.controller.signal;
  }

  fail(code: 'gpu-error' | 'device-lost', detail: string): void {
    this.controller.abort(new EngineFailure(code, detail));
  }

  /**
   * The result of `work`. Rejects with the device's failure if the device fails first or has been
   * lost by then.
   */
  async until<T>(work: Promise<T>): Promise<T> {
    let value: T;
    try {
      value = await abortable(work, this.fatal);
    } catch (thrown) {
      await this.settled();
      this.fatal.throwIfAborted();
      throw thrown;
    }
    this.check();
    this.fatal.throwIfAborted();
    return value;
  }

  private check(): void {
    if (this.contextLost()) this.fail('device-lost', contextLost);
  }

  private settled(): Promise<void> {
    this.check();
    if (this.fatal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, settleMs);
      this.fatal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/**
 * Fails at the first `uncapturederror` or when the device is lost: nothing after that can be
 * trusted.
 */
export function watchDevice(device: GPUDevice): DeviceWatch {
  const watch = new DeviceWatch();
  device.addEventListener('uncapturederror', ({ error }) => watch.fail('gpu-error', error.message));
  void device.lost.then(({ reason, message }) => watch.fail('device-lost', `${reason}: ${message}`));
  return watch;
}

/** A WebGL context with its canvas, which TypeScript's worker library does not declare. */
export type WebGl = WebGL2RenderingContext & { readonly canvas: EventTarget };

/** Fails when the context is lost, for good or not: tfjs cannot restore its textures. */
export function watchContext(gl: WebGl): DeviceWatch {
  const watch = new DeviceWatch(() => gl.isContextLost());
  gl.canvas.addEventListener('webglcontextlost', () => watch.fail('device-lost', contextLost));
  return watch;
}
