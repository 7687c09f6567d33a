/** Words of what can be changed of a network, and of the presets that a lesson starts from. */
export const lessons = {
  norms: {
    own: 'the network’s own',
    batch: 'batch normalisation',
    lrn: 'response normalisation',
    none: 'none',
  },
  normHelp: 'AlexNet 227 and the small one have batch normalisation, AlexNet 2012 has local response normalisation. Another one stands in its place; in the first two, response normalisation follows convolutions 1 and 2 alone, as in the paper.',
  convsHelp: 'Five are all of them. With four the fourth is left out, with three the third too, with two the fifth too. The pools stay.',
} as const; // prettier-ignore
