/** What `suite.ts` uses of jasmine-core, which comes without types. */
declare module 'jasmine-core' {
  interface SpecResult {
    readonly fullName: string;
    /** `passed`, `failed`, or why it did not run. */
    readonly status: string;
    readonly failedExpectations: readonly { readonly message: string }[];
  }
  interface Env {
    configure(options: { random: boolean; forbidDuplicateNames: boolean }): void;
    addReporter(reporter: { specDone(result: SpecResult): void }): void;
    execute(): Promise<unknown>;
  }
  const core: {
    /** Makes `describe`, `it` and the others global. */
    boot(): { getEnv(): Env };
  };
  export default core;
}
