/** A link for a class stays in the address through every change of the page, until it is left. */
import { expect, it } from 'vitest';
import { noClassroom } from '../../src/experiment/classroom';
import { bench } from './controllerBench';

const search = '?lr=0.01&place=train&lock=lr&say.data=Look';

it('keeps the lesson in the address when the form or the language changes', () => {
  const { controller, address, store } = bench(search);
  controller.actions.edit({ epochs: 3 });
  expect(address.query).toBe('?epochs=3&lr=0.01&place=train&lock=lr&say.data=Look');
  controller.actions.setSettings({ lang: 'ko' });
  expect(address.query).toBe('?epochs=3&lr=0.01&lang=ko&place=train&lock=lr&say.data=Look');
  expect(store.getState().classroom).toMatchObject({ section: 'train', lock: ['lr'] });
});

it('gives links with its own lesson, or with another that changes nothing here', () => {
  const { controller, address, store } = bench(search);
  expect(controller.actions.link()).toBe(`http://lab.test/${search}`);
  const before = { ...store.getState() };
  expect(controller.actions.link({ classroom: { ...noClassroom, hide: ['runs'] } })).toBe(
    'http://lab.test/?lr=0.01&hide=runs',
  );
  expect(store.getState()).toEqual(before);
  expect(address.query).toBe(search);
});

it('is left with the experiment as it is', () => {
  const { controller, address, store } = bench(search);
  controller.actions.endClassroom();
  expect(address.query).toBe('?lr=0.01');
  expect(store.getState().classroom).toEqual(noClassroom);
});
