/** A dialog over the page, opened by a button. */
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Action } from './Action';

interface SheetProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly title: string;
  readonly children: ReactNode;
}

/** Escape, the close button and a press outside close it; focus goes back to the trigger. */
export function Sheet({ trigger, title, children }: SheetProps) {
  const { t } = useTranslation('common');
  return (
    <DialogTrigger>
      {trigger}
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">
            <div className="card-head">
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              <Action slot="close">{t('close')}</Action>
            </div>
            {children}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
