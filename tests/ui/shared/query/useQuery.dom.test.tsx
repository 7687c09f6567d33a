/** A component that asks the engine: which answers it shows, and when it asks again. */
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useLab } from '../../../../src/ui/lab';
import { useQuery } from '../../../../src/ui/shared/query/useQuery';
import type { LabActions } from '../../../../src/store/actions';
import { playScreen } from '../../../helpers/onScreen';
import { renderDom } from '../../../helpers/renderDom';
import { run } from '../../../helpers/states';
import { epochLog } from '../../../store/fixtures';

type Asked = { readonly type: string; readonly id: string };

/** Asks for the history of the run that the form's network is called after. */
function Shown({ polled }: { readonly polled: boolean }) {
  const id = useLab(({ experiment }) => experiment.model);
  const off = useLab(({ status }) => status === 'failed');
  const scope = useLab(({ experiment }) => String(experiment.seed));
  const version = useLab(({ experiment }) => (experiment.epochs === 99 ? '' : String(experiment.epochs)));
  const epochs = useLab(({ run }) => run?.epochs.length ?? 0);
  const { answer, last, request, ref } = useQuery(off ? null : { type: 'runHistory', id }, {
    scope,
    version,
    ...(polled && { poll: { timeFraction: 0.5, after: epochs } }),
  });
  const text = (of: typeof answer): string => (of === null ? 'none' : of.ok ? of.value.id : of.error.code);
  return (
    <div ref={ref}>
      <button onClick={request}>Again</button>
      <output>{`${text(answer)} ${text(last)}`}</output>
    </div>
  );
}

function bench(polled = false) {
  const asked: { id: string; answer: (id: string) => Promise<void> }[] = [];
  const ask = (({ id }: Asked) =>
    new Promise((resolve) => {
      const answer = async (of: string): Promise<void> =>
        act(async () => resolve({ ok: true, value: { id: of } }));
      asked.push({ id, answer });
    })) as unknown as LabActions['ask'];
  const Component = () => <Shown polled={polled} />;
  const drawn = renderDom(Component, {}, { answers: () => ({ ask }) });
  const edit = (fields: object): void =>
    drawn.set({ experiment: { ...drawn.store.getState().experiment, ...fields } });
  const asks = (n: number): Promise<void> => waitFor(() => expect(asked).toHaveLength(n));
  return { ...drawn, asked, asks, edit, text: () => screen.getByRole('status').textContent };
}

/** Longer than a query that is asked takes to be sent. */
const quiet = (): Promise<void> =>
  act(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

let screenPlayed: ReturnType<typeof playScreen> | null = null;
afterEach(() => screenPlayed?.restore());

it('shows the answer to the query as it is now, and drops one that comes too late', async () => {
  const { asked, asks, edit, text } = bench();
  await asks(1);
  edit({ model: 'lenet5' });
  await asked[0]?.answer('too late');
  expect(text()).toBe('none none');
  await asks(2);
  expect(asked[1]?.id).toBe('lenet5');
  await asked[1]?.answer('a');
  expect(text()).toBe('a a');
  edit({ model: 'alexnet' });
  expect(text()).toBe('none a');
});

it('keeps the answer while another version is asked for, and drops it in another scope', async () => {
  const { asked, asks, edit, text, user } = bench();
  await asks(1);
  await asked[0]?.answer('a');
  edit({ epochs: 3 });
  await asks(2);
  expect(text()).toBe('a a');
  await asked[1]?.answer('b');
  expect(text()).toBe('b b');
  edit({ seed: 9 });
  expect(text()).toBe('none b');
  await asks(3);
  await asked[2]?.answer('c');
  await user.click(screen.getByRole('button', { name: 'Again' }));
  await asks(4);
  expect(text()).toBe('c c');
});

it('asks nothing without a query, and waits for a version', async () => {
  const { asked, asks, edit, set, text } = bench();
  await asks(1);
  await asked[0]?.answer('a');
  set({ status: 'failed' });
  expect(text()).toBe('none a');
  edit({ epochs: 99 });
  set({ status: 'idle' });
  await quiet();
  expect(asked).toHaveLength(1);
  edit({ epochs: 4 });
  await asks(2);
});

it('polls only on screen, and by itself after each epoch', async () => {
  screenPlayed = playScreen(false);
  const { asked, asks, set, edit } = bench(true);
  await quiet();
  expect(asked).toHaveLength(0);
  act(() => screenPlayed?.show(true));
  await asks(1);
  await asked[0]?.answer('a');
  set({ run: { ...run, epochs: [epochLog().log] } });
  await asks(2); // after the half second that lies between two polls that nobody requested
  await asked[1]?.answer('b');
  act(() => screenPlayed?.show(false));
  edit({ epochs: 5 });
  await quiet();
  expect(asked).toHaveLength(2);
});
