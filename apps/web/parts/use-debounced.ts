import { useEffect, useState } from 'react';

/** The value once it has stood still for so long: typing and sliding ask one question, not fifty. */
export const useDebounced = <T>(value: T, ms: number): T => {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setStill(value);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [value, ms]);
  return still;
};
