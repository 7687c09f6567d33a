/** Notices that the GPU is gone, at once, and before anything that it gave afterwards is believed. Worker or Node. */
import { abortable } from '../dataset/download';
import { EngineFailure } from './errors';

/** A read that fails because the device is lost may do so before the loss itself is told: it has this long. */
const settleMs = 500;

const contextLost = 'WebGL: the context is lost';

export class DeviceWatch {
  private readonly controller = new AbortController();

  /** `contextLost`: asked after every wait; a lost WebGL context reads zeros until its event comes. */
  constructor(private readonly contextLost: () => boolean = () => false) {}

  /**
   * Aborted, with an `EngineFailure` as its reason, at the first failure. A signal and not a promise, because every step waits for it as
   * well: a promise that never settles would keep each of those waits for ever.
   */
  get fatal(): AbortSignal {
    return this.controller.signal;
  }

  fail(code: 'gpu-error' | 'device-lost', detail: string): void {
    this.controller.abort(new EngineFailure(code, detail));
  }

  /** What `work` gives, unless the device fails first or is lost by then: then rejects with that failure. */
  async until<T>(work: Promise<T>): Promise<T> {
    let value: T;
    try {
      value = await abortable(work, this.fatal);
    } catch (thrown) {
      await this.settled();
      this.fatal.throwIfAborted();
      throw thrown;
    }
    this.look();
    this.fatal.throwIfAborted();
    return value;
  }

  private look(): void {
    if (this.contextLost()) this.fail('device-lost', contextLost);
  }

  private settled(): Promise<void> {
    this.look();
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

/** At the first `uncapturederror` or when the device is lost: what comes after is not to be trusted. */
export function watchDevice(device: GPUDevice): DeviceWatch {
  const watch = new DeviceWatch();
  device.addEventListener('uncapturederror', ({ error }) => watch.fail('gpu-error', error.message));
  void device.lost.then(({ reason, message }) => watch.fail('device-lost', `${reason}: ${message}`));
  return watch;
}

/** Its canvas is not in TypeScript's library of a worker. */
export type WebGl = WebGL2RenderingContext & { readonly canvas: EventTarget };

/** When the context is lost, for good or not: tfjs has no way to put its textures back. */
export function watchContext(gl: WebGl): DeviceWatch {
  const watch = new DeviceWatch(() => gl.isContextLost());
  gl.canvas.addEventListener('webglcontextlost', () => watch.fail('device-lost', contextLost));
  return watch;
}
