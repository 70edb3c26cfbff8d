import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { type Problem, problemIn } from '../../api/problem.ts';
import { signIn } from '../../api/session.ts';
import { Refused } from '../../parts/answered.tsx';
import './sign-in.css';

const route = getRouteApi('/sign-in');

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

export const SignIn = (): ReactNode => {
  const { to = '/' } = route.useSearch();
  const router = useRouter();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(textOf(form, 'email'), textOf(form, 'password'));
      await router.navigate({ href: router.history.createHref(to), replace: true });
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="sign-in">
      <h1>One history of what was agreed and sold, read alike by both sides.</h1>
      <form
        className="panel stack"
        onSubmit={(event) => {
          void submit(event);
        }}
      >
        <h2>Sign in</h2>
        <label className="field">
          <span>E-mail</span>
          <input className="input" name="email" type="email" autoComplete="username" required />
        </label>
        <label className="field">
          <span>Password</span>
          <input className="input" name="password" type="password" autoComplete="current-password" required />
        </label>
        <button className="button first" disabled={busy}>
          {busy ? 'Signing in …' : 'Sign in'}
        </button>
        {problem === undefined ? null : <Refused problem={problem} />}
      </form>
    </div>
  );
};
