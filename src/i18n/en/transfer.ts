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
    export: 'The run goes to the downloads as {{file}}',
    model: 'The model goes to the downloads as {{file}}',
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
    export: 'The saved run was left as it is.',
    model: 'The model was left as it is.',
    import: 'The model at hand and the saved runs are as they were.',
    trained: 'The model at hand and the saved runs are as they were.',
    rename: 'It keeps the name that it had.',
  },
  space: 'It needs {{need}}; {{free}} are free.',
  reasons: {
    'not-a-snapshot': 'It is not a run that this page has exported.',
    'newer-version': 'A newer version of this page wrote it. Reload the page, then try again.',
    truncated: 'Its end is missing: it was not copied or downloaded whole. Get the file once more.',
    damaged: 'It is damaged: what is in it is not what was written. Get the file once more.',
    'wrong-shape': 'Its weights do not fit the network that it names.',
    implausible: 'Its figures contradict each other: no run of this page can have left them.',
    'not-a-model':
      'It is none of the files that are read here: a .keras or .weights.h5 file of Keras 3, a TensorFlow.js layers model (a zip, or model.json picked together with its shards), or a run of this page (.alexlab).',
    'old-keras':
      'A Keras before 3, or its older format, wrote it. Open it there, and save it with model.save("model.keras") in Keras 3.',
    'missing-shard':
      'A file of weights that model.json names was not picked: pick model.json together with all its .bin files.',
    'not-offered': 'It has layers that this lab does not offer.',
    differs: 'It is none of this lab’s networks.',
    'not-finite': 'A tensor of it has values that are not finite.',
    missing:
      'Its file is not on this server: the page was published without it. Tell whoever publishes the page; until then, train a model or open a file.',
    network:
      'Its file could not be fetched: there is no network, or the connection broke. Try again when there is one.',
    altered:
      'What came is not the file that belongs to this version of the page (SHA-256). Reload the page, then try again.',
    'missing-part':
      'The part of the page that does this could not be loaded. Reload the page when you are connected, then try again.',
    'no-store':
      'This browser offers no place for saved runs (a private window, cookies that are blocked, or not https).',
    'no-space': 'There is no space left for it. Delete older runs to make room.',
    unreadable: 'The file could not be read: it was changed, moved or taken away meanwhile.',
    busy: 'Another file is being written or read.',
    cancelled: 'It was cancelled.',
    failed: 'It could not be done. What the browser said is below.',
  },
} as const;

export const differences = {
  closest: 'Held against {{model}}, which comes closest:',
  'foreign-layer': '{{layer}}: the lab has no layer {{type}}',
  'missing-layer': '{{layer}} ({{type}}) is missing',
  'extra-layer': '{{layer}} ({{type}}) is one too many',
  'not-a-chain': '{{layer}} does not take the output of the layer before it alone',
  setting: '{{layer}}: {{setting}} is {{actual}}, not {{expected}}',
  'missing-tensor': '{{tensor}} is missing',
  'extra-tensor': '{{tensor}} is one too many',
  shape: '{{tensor}} has the shape {{actual}}, not {{expected}}',
  dtype: '{{tensor}} is of {{actual}}, not {{expected}}',
  more: 'And {{n}} more.',
} as const;

export const came = {
  use: 'Evaluate and Explore work on it; Train can continue it. It is kept among the saved runs.',
  form: 'What its file does not say of the experiment was taken from the form.',
  state: 'The optimizer’s state came with it: {{n}} updates so far.',
  fresh: 'Without an optimizer’s state: training begins with a fresh one.',
  'ignored-setting': '{{layer}}: {{setting}} is not known here, and acts in training alone. It was left out.',
  'optimizer-left':
    'The state of its optimizer {{optimizer}} does not fit one of this lab’s, and was left out.',
  'schedule-left': 'Its schedule {{schedule}} was left out: the form’s goes.',
} as const;
