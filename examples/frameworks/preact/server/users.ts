/** Replace with your own table of users. Here, the passwords are the names. */
export interface User {
  readonly name: string;
  readonly isAdministrator: boolean;
}

const USERS: readonly User[] = [
  { name: 'ada', isAdministrator: true },
  { name: 'mel', isAdministrator: false },
];

export const findUser = (name: unknown, password: unknown): User | undefined =>
  USERS.find((user) => user.name === name && user.name === password);
