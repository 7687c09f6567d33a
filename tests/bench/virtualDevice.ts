/**
 * A WebGPU adapter whose device takes every command and executes none: buffers have a size and no
 * bytes, read-backs give zeros. So the commands of a step can be counted for sizes that no adapter
 * at hand can hold. What a step issues must not depend on the numbers that it computes; ours and
 * tfjs's do not. It answers what tfjs 4.22 and src/kernels call, nothing more.
 */

/** As lavapipe's: the limit under which dense1 of AlexNet-227 must be split. */
const limits = {
  maxStorageBufferBindingSize: 134_217_728,
  maxBufferSize: 4_294_967_295,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 32_768,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeWorkgroupSizeX: 1_024,
  maxComputeWorkgroupSizeY: 1_024,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeInvocationsPerWorkgroup: 1_024,
  minStorageBufferOffsetAlignment: 256,
};

/** tfjs asks whether a tensor's resource is a `GPUBuffer`, and whether it is mapped. */
class VirtualBuffer {
  readonly size: number;
  readonly usage: number;
  mapState: GPUBufferMapState;

  constructor({ size, usage, mappedAtCreation = false }: GPUBufferDescriptor) {
    this.size = size;
    this.usage = usage;
    this.mapState = mappedAtCreation ? 'mapped' : 'unmapped';
  }

  getMappedRange(offset = 0, bytes = this.size - offset): ArrayBuffer {
    return new ArrayBuffer(bytes);
  }

  mapAsync(): Promise<void> {
    this.mapState = 'mapped';
    return Promise.resolve();
  }

  unmap(): void {
    this.mapState = 'unmapped';
  }

  destroy(): void {
    this.unmap();
  }
}

const none = (): void => undefined;

const pass = () => ({ setPipeline: none, setBindGroup: none, dispatchWorkgroups: none, end: none });
const pipeline = () => ({ getBindGroupLayout: () => ({}) });

const device = () => ({
  limits,
  features: new Set<string>(),
  lost: new Promise<never>(none),
  queue: {
    submit: none,
    writeBuffer: none,
    onSubmittedWorkDone: () => Promise.resolve(),
  },
  createBuffer: (descriptor: GPUBufferDescriptor) => new VirtualBuffer(descriptor),
  createShaderModule: () => ({ getCompilationInfo: () => Promise.resolve({ messages: [] }) }),
  createBindGroupLayout: () => ({}),
  createPipelineLayout: () => ({}),
  createBindGroup: () => ({}),
  createComputePipeline: pipeline,
  createComputePipelineAsync: () => Promise.resolve(pipeline()),
  createCommandEncoder: () => ({
    beginComputePass: pass,
    copyBufferToBuffer: none,
    clearBuffer: none,
    finish: () => ({}),
  }),
  pushErrorScope: none,
  popErrorScope: () => Promise.resolve(null),
  addEventListener: none,
  removeEventListener: none,
  destroy: none,
});

/** In the place of `navigator.gpu` and of the classes that WebGPU makes global. */
export const virtualGpu = (): { gpu: GPU; globals: object } => ({
  gpu: {
    requestAdapter: () =>
      Promise.resolve({
        limits,
        features: new Set<string>(),
        info: { vendor: '', architecture: '', device: '', description: 'virtual (nothing is executed)' },
        requestDevice: () => Promise.resolve(device()),
      }),
  } as unknown as GPU,
  globals: { GPUBuffer: VirtualBuffer },
});
