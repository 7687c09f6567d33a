/**
 * Files that come and go: how far they are, why one was refused, what became of a model from
 * elsewhere.
 */

export const transfer = {
  pick: { runs: 'Import a run or model', model: 'Open a model file' },
  going: {
    export: 'Checking the run',
    model: 'Writing the file',
    import: 'Checking and copying the file',
    trained: 'Fetching and checking the trained model',
    rename: 'Renaming the run',
  },
  progress: '{{done}} of {{total}}',
  cancel: 'Cancel',
  exported: {
    export: 'The run is being downloaded as {{file}}',
    model: 'The model is being downloaded as {{file}}',
  },
  imported: 'The run was imported: it is in the list',
  opened: '{{model}}, written by {{writer}}, was opened',
  openedOwn: '{{model}}, trained in this lab, was opened',
  refused: {
    export: 'The run was not exported',
    model: 'The file was not written',
    import: 'The file was not imported',
    trained: 'The trained model was not opened',
    rename: 'The run was not renamed',
  },
  kept: {
    export: 'The saved run was not changed.',
    model: 'The model was not changed.',
    import: 'The open model and the saved runs were not changed.',
    trained: 'The open model and the saved runs were not changed.',
    rename: 'It keeps its old name.',
  },
  space: 'It needs {{need}}; {{free}} is free.',
  reasons: {
    'not-a-snapshot': 'It is not a run exported from this page.',
    'newer-version': 'It was written by a newer version of this page. Reload the page, then try again.',
    truncated: 'Its end is missing: it was not copied or downloaded completely. Get the file again.',
    damaged: 'It is damaged: its contents are not what was written. Get the file again.',
    'wrong-shape': 'Its weights do not fit the network that it names.',
    implausible: 'Its numbers contradict each other: no run of this page could have produced them.',
    'not-a-model':
      'It is not one of the files that can be read here: a .keras or .weights.h5 file of Keras 3, a TensorFlow.js layers model (a zip, or model.json selected together with its shards), or a run of this page (.alexlab).',
    'old-keras':
      'It was written by a version of Keras before 3, or in its older format. Open it there, and save it with model.save("model.keras") in Keras 3.',
    'missing-shard':
      'A weights file named in model.json was not selected: select model.json together with all its .bin files.',
    'not-offered': 'It has layers that this lab does not support.',
    differs: 'It is not one of this lab’s networks.',
    'not-finite': 'One of its tensors has values that are not finite.',
    missing:
      'Its file is not on this server: the page was published without it. Tell whoever publishes the page; until then, train a model or open a file.',
    network:
      'Its file could not be downloaded: there is no connection, or it was interrupted. Try again when you are connected.',
    altered:
      'The downloaded file is not the one that belongs to this version of the page (SHA-256). Reload the page, then try again.',
    'missing-part':
      'The part of the page that does this could not be loaded. Reload the page when you are connected, then try again.',
    'no-store':
      'This browser offers no storage for saved runs (a private window, blocked cookies, or no https).',
    'no-space': 'There is no space left for it. Delete older runs to make room.',
    unreadable: 'The file could not be read: it was changed, moved or deleted in the meantime.',
    busy: 'Another file is being written or read.',
    cancelled: 'It was cancelled.',
    failed: 'It did not work. The browser’s message is below.',
  },
} as const;

export const differences = {
  closest: 'Compared with {{model}}, the closest match:',
  'foreign-layer': '{{layer}}: the lab has no {{type}} layer',
  'missing-layer': '{{layer}} ({{type}}) is missing',
  'extra-layer': '{{layer}} ({{type}}) is extra',
  'not-a-chain': '{{layer}}: its input is not just the output of the layer before it',
  setting: '{{layer}}: {{setting}} is {{actual}}, not {{expected}}',
  'missing-tensor': '{{tensor}} is missing',
  'extra-tensor': '{{tensor}} is extra',
  shape: '{{tensor}} has the shape {{actual}}, not {{expected}}',
  dtype: '{{tensor}} has the type {{actual}}, not {{expected}}',
  more: 'And {{n}} more.',
} as const;

export const came = {
  use: 'Evaluate and Explore now use it; Train can continue it. It is stored with the saved runs.',
  form: 'What its file does not say about the experiment was taken from the form.',
  state_one: 'The optimizer’s state came with it: {{n}} update so far.',
  state_other: 'The optimizer’s state came with it: {{n}} updates so far.',
  fresh: 'It has no optimizer state: training starts with a fresh one.',
  'ignored-setting':
    '{{layer}}: {{setting}} is not supported here, and affects training only. It was left out.',
  'optimizer-left':
    'The state of its optimizer {{optimizer}} does not fit any of this lab’s, and was left out.',
  'schedule-left': 'Its schedule {{schedule}} was left out: the form’s schedule applies.',
} as const;
