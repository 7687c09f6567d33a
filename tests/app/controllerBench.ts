/** A controller over an engine that keeps what it is sent, and says that all is done. */
import { Controller } from '../../src/app/controller';
import type { Persistence } from '../../src/app/actions/runs';
import type { EngineClient } from '../../src/client/engineClient';
import { parseUrl } from '../../src/experiment/url';
import type { Call, CommandName, QueryName } from '../../src/protocol/calls';
import type { EngineError } from '../../src/protocol/errors';
import { createLabStore } from '../../src/store/store';

const queries: Readonly<Record<QueryName, true>> = {
  samples: true,
  predictions: true,
  evaluatedImages: true,
  predictionsCsv: true,
  networkInput: true,
  decodeUpload: true,
  classify: true,
  filters: true,
  maps: true,
  gradCam: true,
  distributions: true,
  runHistory: true,
};

export function bench(search = '', persistence: Persistence | null = null) {
  const sent: Call<CommandName>[] = [];
  const asked: Call<QueryName>[] = [];
  const terminated: string[] = [];
  const closed: string[] = [];
  const address = { query: search };
  const { experiment, settings, classroom, problems } = parseUrl(search);
  const store = createLabStore(experiment, settings, problems, classroom);
  const controller = new Controller(store, {
    data: { dataUrl: 'http://lab.test/cifar10/', manifestSha256: 'abc' },
    modelsUrl: 'http://lab.test/models/',
    page: () => 'http://lab.test/',
    replaceQuery: (query) => (address.query = query),
    persistence,
    save: () => undefined,
    takeUpdate: () => undefined,
    partMissing: () => undefined,
  });
  const isQuery = (call: Call): call is Call<QueryName> => call.type in queries;
  const client = {
    send: async (call: Call) => {
      if (!isQuery(call)) {
        sent.push(call);
        return { ok: true, value: null };
      }
      asked.push(call);
      return { ok: false, error: { code: 'no-model', detail: '' } };
    },
    terminate: (detail: string) => terminated.push(detail),
    close: (error: EngineError) => closed.push(error.code),
  } as unknown as EngineClient;
  void controller.boot(client);
  return {
    sent,
    asked,
    terminated,
    closed,
    address,
    store,
    controller,
    types: () => sent.map(({ type }) => type),
  };
}
