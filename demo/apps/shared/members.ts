/** The people of the customer organization, as a product's own list of members has them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly isAdmin: boolean;
}

export const members: readonly Member[] = [
  { id: 'ines', name: 'Ines Okafor', title: 'IT administrator', isAdmin: true },
  { id: 'jonas', name: 'Jonas Lindqvist', title: 'Support agent', isAdmin: false },
];
