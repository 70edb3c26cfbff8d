import { useRouter } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { type Problem, problemIn } from '../../api/problem.ts';
import { acceptInvitation, enterAsFirst, setPassword } from '../../api/session.ts';
import { Empty, Refused } from '../../parts/answered.tsx';
import './sign-in.css';

/** Those who come by a link: its token stands behind the `#`, which a browser never sends to a server. */
type Arrival = {
  readonly title: string;
  /** What is asked beside a password. */
  readonly asks: readonly ('name' | 'email')[];
  readonly button?: string;
  /** Where it leads to. */
  readonly to?: '/' | '/sign-in';
  readonly enter: (token: string, given: { readonly name: string; readonly email: string; readonly password: string }) => Promise<void>;
};

const Arrive = ({ title, asks, button = 'Enter', to = '/', enter }: Arrival): ReactNode => {
  const router = useRouter();
  const token = router.state.location.hash;
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    setProblem(undefined);
    try {
      await enter(token, { name: text('name'), email: text('email'), password: text('password') });
      await router.navigate({ to, replace: true });
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  if (token === '')
    return (
      <Empty title="This link is not whole.">Open it again from where it was printed or sent: what stands behind the # is missing.</Empty>
    );
  return (
    <div className="sign-in">
      <h1>{title}</h1>
      <form
        className="panel stack"
        onSubmit={(event) => {
          void submit(event);
        }}
      >
        {asks.includes('name') ? (
          <label className="field">
            <span>Name</span>
            <input className="input" name="name" autoComplete="name" required />
          </label>
        ) : null}
        {asks.includes('email') ? (
          <label className="field">
            <span>E-mail</span>
            <input className="input" name="email" type="email" autoComplete="username" required />
          </label>
        ) : null}
        <label className="field">
          <span>Password, 12 to 200 characters</span>
          <input className="input" name="password" type="password" autoComplete="new-password" minLength={12} maxLength={200} required />
        </label>
        <button className="button first">{button}</button>
        {problem === undefined ? null : <Refused problem={problem} />}
      </form>
    </div>
  );
};

export const FirstAdministrator = (): ReactNode => (
  <Arrive
    title="You are the first here: make yourself the administrator."
    asks={['name', 'email']}
    enter={(token, { name, email, password }) => enterAsFirst(token, name, email, password)}
  />
);

export const Invitation = (): ReactNode => (
  <Arrive
    title="You were invited: say who you are."
    asks={['name']}
    enter={(token, { name, password }) => acceptInvitation(token, name, password)}
  />
);

export const NewPassword = (): ReactNode => (
  <Arrive
    title="Choose a new password. Wherever you were signed in, that ends."
    asks={[]}
    button="Set it, and sign in"
    to="/sign-in"
    enter={(token, { password }) => setPassword(token, password)}
  />
);
