export const explore = {
  title: 'Explore',
  lead: 'What the network has learnt, looked at from inside.',
  filters: {
    title: 'Filters of the first layer',
    note: '{{n}} filters, {{side}} × {{side}} × 3, layer {{layer}}',
    explain:
      'The first convolution sees red, green and blue, so each of its filters is a small colour picture. Grey means a weight of zero where weights are spread evenly about it; one scale holds for the whole layer. Before training they are noise; well trained ones show edges, stripes and colour blobs.',
    load: 'Show the filters',
    again: 'Show them as they are now',
    none: 'There is no model yet. Train first; a few steps are enough.',
    busy: 'Pause the run, or wait for its end, to look at the filters.',
    alt: 'Filter {{index}}',
  },
  later: {
    title: 'Not built yet',
    explain: 'These will be found here later. Nothing of them works today:',
    maps: 'Feature maps: one image on its way through every layer',
    heat: 'Heat maps: which part of an image decided the answer',
    own: 'Your own picture: drop a photograph and see what the network takes it for',
    compare: 'Runs side by side: what changed, and what came of it',
    ablate: 'Layers left out: what happens to loss and accuracy',
  },
} as const;
