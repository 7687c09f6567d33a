/**
 * Words of links for a class: what a link locks, leaves out and says, and the dialog that makes
 * one.
 */
export const classroom = {
  from: 'From your teacher',
  locked: 'Locked by the link.',
  presetsLocked: 'Not available while the link locks fields: a preset would change them.',
  banner: {
    title: 'This is a link for a class',
    locked: 'Locked: {{fields}}.',
    hidden: 'Hidden: {{parts}}.',
    help: 'The link keeps a class on the same experiment. It is not a safeguard: you are free to go your own way.',
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
    lead: 'The link contains the experiment in the form as it is now, plus what you choose here.',
    place: 'Opens at',
    top: 'the top of the page',
    lock: 'Lock',
    lockHelp:
      'Locked fields cannot be changed in the form. Anyone can still change them by editing the address: this is a convenience, not a safeguard.',
    all: 'All fields',
    hide: 'Leave out',
    say: 'Your text for each section',
    sayHelp: 'Plain text under the section’s heading, up to {{max}} characters each.',
    left: '{{n}} of {{max}}',
    address: 'Address',
    length: 'Characters: {{n}}.',
    long: 'Characters: {{n}}. From {{max}} characters, some mail and chat programs cut the address off: test it before class, or shorten the texts.',
    refused:
      'Characters: {{n}}. From {{max}} characters, many servers refuse the address: shorten the texts.',
    copy: 'Copy this link',
  },
} as const;
