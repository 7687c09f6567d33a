export const explore = {
  title: 'Explore',
} as const;
