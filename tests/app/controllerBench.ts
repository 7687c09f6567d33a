/** A controller over an engine that keeps what it is sent, and says that all is done. */
import { Controller } from '../../src/app/controller';
import type { Persistence } from '../../src/app/actions/runs';
import type { EngineClient } from '../../src/client/engineClient';
import { parseUrl } from '../../src/experiment/url';
import type { Command } from '../../src/protocol/commands';
import type { EngineError } from '../../src/protocol/errors';
import type { Query } from '../../src/protocol/queries';
import { createLabStore } from '../../src/store/store';

export function bench(search = '', persistence: Persistence | null = null) {
  const sent: Command[] = [];
  const asked: Query[] = [];
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
  const none = { type: 'runs', runs: [], damaged: 0, space: null } as const;
  const runs: { elsewhere: string | null } = { elsewhere: null };
  /** How often the list of saved runs was asked for; those commands are not among `sent`. */
  const lists = { asked: 0 };
  const client = {
    send: async (command: Command) => {
      if (command.type !== 'runs') sent.push(command);
      else lists.asked++;
      return { ok: true, value: command.type === 'runs' ? { ...none, ...runs } : { type: 'done' } };
    },
    ask: async (query: Query) => {
      asked.push(query);
      return { ok: false, error: { code: 'no-model', detail: '' } };
    },
    terminate: (detail: string) => terminated.push(detail),
    close: (error: EngineError) => closed.push(error.code),
  } as unknown as EngineClient;
  void controller.boot(client);
  return {
    sent,
    asked,
    lists,
    runs,
    terminated,
    closed,
    address,
    store,
    controller,
    types: () => sent.map(({ type }) => type),
  };
}
