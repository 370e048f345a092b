import { LocationProvider, Route, Router } from 'preact-iso';
import { MembersPage } from './pages/MembersPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { SessionContext, type Session } from './session.ts';

export function App({ session }: { session: Session | null }) {
  return (
    <SessionContext.Provider value={session}>
      <LocationProvider>
        <Router>
          <Route path="/" component={SignInPage} />
          <Route path="/settings" component={SettingsPage} />
          <Route path="/members" component={MembersPage} />
        </Router>
      </LocationProvider>
    </SessionContext.Provider>
  );
}
