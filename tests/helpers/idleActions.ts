/** Intents that do nothing, for what is only looked at. */
import type { LabActions } from '../../src/store/actions';

const own = { link: () => 'https://lab.example/?seed=7' };

/** Every intent there is; `link` gives an address. */
export const idleActions = new Proxy(own, {
  get: (target, name) => Reflect.get(target, name) ?? (() => undefined),
}) as unknown as LabActions;
