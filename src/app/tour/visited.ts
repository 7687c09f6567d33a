/** Whether the invitation of the first visit was answered. Page side. */
import { rememberAnswer, wasAnswered } from '../answered';

export const wasInvited = (): boolean => wasAnswered('tour');

export const rememberInvited = (): void => rememberAnswer('tour');
