/**
 * Counts what passes a WebGPU device: dispatches, uploads, buffers alive. It replaces methods of
 * the one device object that it is given, before a library gets it. Knows no library.
 */

/** What was counted since the last `take`. */
export interface Tally {
  readonly dispatches: number;
  /** Uploaded into uniform buffers. */
  readonly uniformBytes: number;
  /** All other uploads, through `writeBuffer` or a mapped buffer. */
  readonly dataBytes: number;
}
type Counter = { -readonly [K in keyof Tally]: Tally[K] };

const nothing = (): Counter => ({ dispatches: 0, uniformBytes: 0, dataBytes: 0 });

export class Recorder {
  private counter = nothing();
  private alive = 0;
  private max = 0;

  /**
   * The most bytes of buffers that existed at once: made and not yet destroyed, whether in use or
   * kept for later.
   */
  get peakBytes(): number {
    return this.max;
  }

  /** What was counted since the last call. */
  take(): Tally {
    const taken = this.counter;
    this.counter = nothing();
    return taken;
  }

  /** Counts everything on `device` from now on. */
  watch(device: GPUDevice): void {
    this.watchBuffers(device);
    this.watchDispatches(device);
    this.watchQueue(device.queue);
  }

  private upload(bytes: number, usage: number): void {
    if (usage & GPUBufferUsage.UNIFORM) this.counter.uniformBytes += bytes;
    else this.counter.dataBytes += bytes;
  }

  private watchBuffers(device: GPUDevice): void {
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      let bytes = descriptor.size;
      this.alive += bytes;
      this.max = Math.max(this.max, this.alive);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        this.alive -= bytes;
        bytes = 0;
        return destroy();
      };
      if (!(descriptor.usage & GPUBufferUsage.MAP_READ)) this.watchMapping(buffer, descriptor);
      return buffer;
    };
  }

  private watchMapping(buffer: GPUBuffer, { size, usage }: GPUBufferDescriptor): void {
    const map = buffer.getMappedRange.bind(buffer);
    buffer.getMappedRange = (offset = 0, bytes = size - offset) => {
      this.upload(bytes, usage);
      return map(offset, bytes);
    };
  }

  private watchDispatches(device: GPUDevice): void {
    const encode = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => {
      const encoder = encode(descriptor);
      const begin = encoder.beginComputePass.bind(encoder);
      encoder.beginComputePass = (options) => {
        const pass = begin(options);
        const dispatch = pass.dispatchWorkgroups.bind(pass);
        pass.dispatchWorkgroups = (x, y = 1, z = 1) => {
          this.counter.dispatches++;
          return dispatch(x, y, z);
        };
        return pass;
      };
      return encoder;
    };
  }

  private watchQueue(queue: GPUQueue): void {
    const write = queue.writeBuffer.bind(queue);
    queue.writeBuffer = (buffer, offset, data, first, size) => {
      const unit =
        ArrayBuffer.isView(data) && 'BYTES_PER_ELEMENT' in data ? Number(data.BYTES_PER_ELEMENT) : 1;
      this.upload(size === undefined ? data.byteLength - (first ?? 0) * unit : size * unit, buffer.usage);
      write(buffer, offset, data, first, size);
      return undefined;
    };
  }
}
