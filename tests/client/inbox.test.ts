import { expect, it } from 'vitest';
import { byMessage, Inbox } from '../../src/client/inbox';

/**
 * An inbox of numbers, of which those above 9 are the last of their task; `tasks` are run by the
 * test.
 */
function bench() {
  const taken: number[] = [];
  const tasks: (() => void)[] = [];
  const inbox = new Inbox<number>(
    (message) => taken.push(message),
    (message) => message > 9,
    (work) => tasks.push(work),
  );
  return { inbox, taken, tasks, run: () => tasks.shift()?.() };
}

it('hands on in one task what came until then, in order, and asks for one task only', () => {
  const { inbox, taken, tasks, run } = bench();
  for (const message of [1, 2, 3]) inbox.put(message);
  expect([taken, tasks.length]).toEqual([[], 1]);
  run();
  expect([taken, tasks.length]).toEqual([[1, 2, 3], 0]);
  inbox.put(4);
  run();
  expect([taken, tasks.length]).toEqual([[1, 2, 3, 4], 0]);
});

it('ends a task with a message that is the last of it, and hands on the others in the next', () => {
  const { inbox, taken, tasks, run } = bench();
  for (const message of [1, 10, 2, 11, 12]) inbox.put(message);
  run();
  expect([taken, tasks.length]).toEqual([[1, 10], 1]);
  run();
  expect(taken).toEqual([1, 10, 2, 11]);
  run();
  expect([taken, tasks.length]).toEqual([[1, 10, 2, 11, 12], 0]);
});

it('hands on at once, or forgets, what has come; the task that was asked for then has nothing to do', () => {
  const { inbox, taken, run } = bench();
  for (const message of [1, 10, 2]) inbox.put(message);
  inbox.flush();
  expect(taken).toEqual([1, 10, 2]);
  inbox.put(3);
  inbox.clear();
  run();
  expect(taken).toEqual([1, 10, 2]);
});

it('goes on after a message whose taker throws', () => {
  const taken: number[] = [];
  const tasks: (() => void)[] = [];
  const take = (message: number): void => {
    if (message === 1) throw new Error('thrown by a test');
    taken.push(message);
  };
  const inbox = new Inbox<number>(
    take,
    () => false,
    (work) => tasks.push(work),
  );
  for (const message of [1, 2]) inbox.put(message);
  expect(tasks.shift()).toThrow('thrown by a test');
  tasks.shift()?.();
  expect(taken).toEqual([2]);
});

it('calls back by messages, in order, and not at once', async () => {
  const later = byMessage();
  const called: number[] = [];
  const done = new Promise<void>((resolve) => {
    later(() => called.push(1));
    later(() => {
      called.push(2);
      resolve();
    });
  });
  expect(called).toEqual([]);
  await done;
  expect(called).toEqual([1, 2]);
});
