/** The members of the customer organization. */
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
