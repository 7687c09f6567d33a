/** A dialog over the page: opened by a button, or controlled by its parent. */
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Action } from './Action';

interface Content {
  readonly title: string;
  readonly children: ReactNode;
}

interface Triggered extends Content {
  /** The button that opens it. */
  readonly trigger: ReactElement;
}

interface Controlled extends Content {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Escape, the close button and a press outside close it; the focus returns to where it was. */
export function Dialog(props: Triggered | Controlled) {
  if ('trigger' in props)
    return (
      <DialogTrigger>
        {props.trigger}
        <Box title={props.title}>{props.children}</Box>
      </DialogTrigger>
    );
  const { isOpen, onClose } = props;
  return (
    <Box title={props.title} isOpen={isOpen} onOpenChange={(open) => !open && onClose()}>
      {props.children}
    </Box>
  );
}

interface BoxProps extends Content {
  readonly isOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

function Box({ title, children, ...state }: BoxProps) {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay className="overlay" isDismissable {...state}>
      <Modal className="modal">
        <AriaDialog className="dialog">
          <div className="card-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Action slot="close">{t('close')}</Action>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
