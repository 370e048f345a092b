import { Component } from '@angular/core';

@Component({
  selector: 'sign-in-page',
  template: `
    <h1>Sign in</h1>
    <form method="post" action="/sign-in">
      <label>User <input name="username" autocomplete="username" required /></label>
      <label>
        Password
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      <button>Sign in</button>
    </form>
  `,
})
export class SignInPage {}
