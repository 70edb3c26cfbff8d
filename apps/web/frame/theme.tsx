import { type ReactNode, useState } from 'react';

type Theme = 'system' | 'light' | 'dark';
const KEY = 'rebate-theme';
const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const NAMES: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

const kept = (): Theme => {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
};

const show = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};

/** Before anything is drawn. */
export const showKeptTheme = (): void => {
  show(kept());
};

export const ThemeSwitch = (): ReactNode => {
  const [theme, setTheme] = useState(kept);
  const change = (): void => {
    const next = NEXT[theme];
    setTheme(next);
    show(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A browser that keeps nothing shows it for as long as the page is open.
    }
  };
  return (
    <button
      type="button"
      className="button plain small"
      onClick={change}
      aria-label={`Colours: ${NAMES[theme]}. Change to ${NAMES[NEXT[theme]]}`}
    >
      {NAMES[theme]}
    </button>
  );
};
