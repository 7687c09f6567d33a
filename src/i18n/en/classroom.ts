/**
 * Words of links for a class: what a link locks, leaves out and says, and the dialog that makes
 * one.
 */
export const classroom = {
  from: 'From your teacher',
  locked: 'Locked by the link.',
  presetsLocked: 'Not offered while the link locks fields: a preset would change them.',
  banner: {
    title: 'This is a link for a class',
    locked: 'Locked: {{fields}}.',
    hidden: 'Left out: {{parts}}.',
    help: 'It keeps a class at the same experiment. It protects nothing: you may go your own way.',
    end: 'Unlock and show all',
  },
  parts: {
    presets: '“Start from”',
    preflight: '“Before a run”',
    runs: '“Saved runs”',
    code: 'Keras code',
    download: 'model files',
    speed: 'measurement of speed',
  },
  make: {
    open: 'Make a link for a class',
    lead: 'The link carries the experiment of the form as it is now. What is ticked here comes on top of it.',
    place: 'Opens at',
    top: 'the top of the page',
    lock: 'Lock',
    lockHelp:
      'Locked fields cannot be changed in the form. Whoever edits the address can change them: it is a help, not a protection.',
    all: 'All fields',
    hide: 'Leave out',
    say: 'A text of yours in each place',
    sayHelp: 'Plain text under the place’s heading, up to {{max}} characters each.',
    left: '{{n}} of {{max}}',
    address: 'Address',
    length: 'Characters: {{n}}.',
    long: 'Characters: {{n}}. From {{max}} up some mail and chat programs cut an address off: try it before the class, or shorten the texts.',
    refused: 'Characters: {{n}}. From {{max}} up many servers refuse an address: shorten the texts.',
    copy: 'Copy this link',
  },
} as const;
